import { strangersIn } from "../writing/strangers.ts";
import { unknownVariables } from "./variables.ts";

/** What a person should look at in what was written for them. A template knows no links. */
export function warningsIn(written: unknown): string[] {
  const text = textsIn(written).join("\n");
  return [
    ...strangersIn(text, []).map((one) => `It names ${one}. Is that yours?`),
    ...unknownVariables(text).map((name) => `There is no variable {{${name}}}.`),
  ].slice(0, 20);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
