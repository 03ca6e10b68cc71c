import { textOfHtml } from "../../messages/html_text.ts";
import type { OutsideValue } from "../service.ts";
import type { SeenField } from "./describes.ts";
import { momentOf } from "./soql.ts";

/** Typed as it is there: Salesforce says the same about a number that is text in one place. */
export function valueOf(field: SeenField, raw: unknown): OutsideValue {
  if (raw === null || raw === undefined || raw === "") return null;
  switch (field.type) {
    case "int":
    case "long":
    case "double":
    case "percent":
    case "currency":
      return numberOf(raw);
    case "boolean":
      return raw === true || raw === "true";
    case "date":
      return String(raw).slice(0, 10);
    case "datetime":
      return momentOf(raw)?.toISOString() ?? null;
    case "multipicklist":
      return String(raw).split(";").map((one) => one.trim()).filter((one) => one !== "");
  }
  const text = field.isHtml ? textOfHtml(String(raw)) : String(raw);
  return text.trim() === "" ? null : text;
}

function numberOf(raw: unknown): number | null {
  const number = typeof raw === "number" ? raw : Number(raw);
  return Number.isFinite(number) ? number : null;
}

export const textOf = (raw: unknown): string | null =>
  typeof raw === "string" && raw.trim() !== "" ? raw.trim() : null;
