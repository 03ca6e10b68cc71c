import type { FieldType } from "../base/schema.ts";
import type { OutsideField, OutsideType } from "./service.ts";
import type { Shape } from "./targets.ts";

/** What can never be read as something else, whatever stands there. */
const NEVER: Partial<Record<Shape, { from: OutsideType[]; why: string }>> = {
  money: {
    from: ["date", "moment", "yes_no", "email", "url", "phone", "person", "choices"],
    why: "it holds no amount.",
  },
  number: {
    from: ["date", "moment", "yes_no", "email", "url", "phone", "person", "choices"],
    why: "it holds no number.",
  },
  day: {
    from: ["yes_no", "email", "url", "phone", "money", "person", "choices"],
    why: "it holds no day.",
  },
  email: {
    from: ["number", "money", "date", "moment", "yes_no", "phone", "url", "choices"],
    why: "it holds no email address.",
  },
  domain: {
    from: ["number", "money", "date", "moment", "yes_no", "phone", "choices"],
    why: "it holds no web address.",
  },
  phone: {
    from: ["money", "date", "moment", "yes_no", "email", "url", "choices"],
    why: "it holds no phone number.",
  },
  yes_no: {
    from: ["money", "date", "moment", "email", "url", "phone", "person", "choices", "long_text"],
    why: "it holds neither yes nor no.",
  },
};

const LIKE: Partial<Record<Shape, Shape>> = { date: "day", member: "email", url: "domain" };

/** In words, why a field of this type can never fill a target; undefined where it can. */
export function mismatch(type: OutsideType, shape: Shape): string | undefined {
  const rule = NEVER[LIKE[shape] ?? shape];
  return rule?.from.includes(type) ? rule.why : undefined;
}

const OWN_TYPES: Record<OutsideType, FieldType> = {
  text: "text",
  long_text: "text",
  number: "number",
  money: "money",
  date: "date",
  moment: "date",
  yes_no: "yes_no",
  choice: "choice",
  choices: "multi",
  email: "email",
  url: "url",
  phone: "text",
  person: "text",
};

const MOST_OPTIONS = 100;

/** The organisation's own field that keeps most of what stands there. */
export function ownTypeFor(
  { type, options = [] }: Pick<OutsideField, "type" | "options">,
): { type: FieldType; options: string[] } {
  const own = OWN_TYPES[type];
  if (own !== "choice" && own !== "multi") return { type: own, options: [] };
  const kept = [...new Set(options.map((one) => one.trim()).filter(Boolean))];
  const fits = kept.length > 0 && kept.length <= MOST_OPTIONS &&
    kept.every((one) => one.length <= 120);
  return fits ? { type: own, options: kept } : { type: "text", options: [] };
}
