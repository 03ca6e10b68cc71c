import { z } from "zod";
import { ENCODINGS, FORMATS, SEPARATORS } from "./import_words.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const again = "Open this page again.";

const version = z.string({ error: again }).regex(/^[1-9]\d{0,8}$/, again).transform(Number);

/** One line as it is typed into a cell; what it means is read later, by its field. */
export const cell = z.string({ error: "Use one line of text." })
  .max(1000, "Use at most 1,000 characters.")
  .refine(
    (text) => text.isWellFormed() && !text.includes("\0"),
    "There is an odd character in it.",
  );

const field = z.string({ error: "Choose a field from the list." }).max(60)
  .regex(/^[a-z][a-z0-9_]*$/, "Choose a field from the list.");

export const readingForm = z.strictObject({
  version,
  format: z.enum(FORMATS.map((one) => one.format) as ["csv", "json", "text"], {
    error: "Choose what it is.",
  }),
  separator: z.enum(
    SEPARATORS.map((one) => one.separator) as typeof SEPARATORS[number]["separator"][],
    {
      error: "Choose a separator from the list.",
    },
  ),
  encoding: z.enum(ENCODINGS.map((one) => one.encoding) as typeof ENCODINGS[number]["encoding"][], {
    error: "Choose an encoding from the list.",
  }),
  header: z.literal("on", { error: "Tick the box, or leave it." }).optional().transform(Boolean),
});

/** A select for each column, and a field for each default; both are named by what they are for. */
export const columnsForm = z.object({ version })
  .catchall(z.string({ error: "Choose one field for each column." }).max(1000))
  .transform((form, issues) => {
    const fields: string[] = [];
    const defaults: Record<string, string> = {};
    for (const [name, value] of Object.entries(form)) {
      const [, kind, rest] = /^(column|default)_(\w{1,60})$/.exec(name) ?? [];
      if (name === "version") continue;
      if (kind === "column" && /^\d{1,3}$/.test(rest!)) fields[Number(rest)] = String(value);
      else if (kind === "default") {
        if (String(value).trim()) defaults[rest!] = String(value).trim();
      } else issues.addIssue(`This form has no field named ${name.slice(0, 60)}`);
    }
    return { version: form.version, fields: Array.from(fields, (one) => one ?? ""), defaults };
  });

const decision = z.enum(["", "create", "update", "skip"], { error: "Choose from the list." })
  .transform((chosen) => chosen || null);

/** The cells of a row are named `cell_<field>`. Ticking it is nothing that is kept. */
export const rowForm = z.object({ version, decision, row: z.unknown().optional() })
  .catchall(cell)
  .transform(({ version, decision, row: _row, ...rest }, issues) => {
    const texts: Record<string, string> = {};
    for (const [name, text] of Object.entries(rest)) {
      const [, of] = /^cell_(\w{1,60})$/.exec(name) ?? [];
      if (of) texts[of] = text;
      else issues.addIssue(`This form has no field named ${name.slice(0, 60)}`);
    }
    return { version, decision, texts };
  });

const rowNo = z.string().regex(/^[1-9]\d{0,4}$/, again).transform(Number);

export const bulkForm = z.strictObject({
  row: z.union([rowNo.transform((one) => [one]), z.array(rowNo)], {
    error: "Tick at least one row.",
  }).refine((rows) => rows.length <= 100, "Tick at most 100 rows."),
  does: z.enum(["set", "create", "update", "skip", "automatic", "confirm"], {
    error: "Press one of the buttons.",
  }),
  field: field.optional(),
  fill: cell.optional(),
  show: z.string().max(20).optional(),
});

export const repairForm = z.strictObject({
  field,
  problem: z.string({ error: again }).max(500),
  text: cell,
});

export const dayOrderForm = z.strictObject({
  order: z.enum(["day", "month"], { error: "Choose which comes first." }),
});

export const confirmForm = z.strictObject({
  version,
  template: z.string({ error: "Choose a template from the list." })
    .refine((id) => id === "" || UUID.test(id), "Choose a template from the list.")
    .transform((id) => id || null),
});

export const uploadId = z.string({ error: again }).regex(UUID, again);
