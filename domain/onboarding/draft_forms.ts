import { z } from "zod";
import { channelTyped } from "../messages/alert_forms.ts";
import { readEmail } from "../people/work_email.ts";
import { MOST_READERS } from "./draft_checks.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const AGAIN = "Open this page again.";

const version = z.string({ error: AGAIN }).regex(/^[1-9]\d{0,8}$/, AGAIN).transform(Number);

/** As people write them: one a line, or between commas. */
const addresses = z.string({ error: "Write email addresses." })
  .max(20_000, "These are too many addresses.")
  .transform((typed, issues) => {
    const found = new Set<string>();
    for (const one of typed.split(/[\s,;]+/).filter(Boolean)) {
      const read = readEmail(one);
      if (read.ok) found.add(read.email);
      else issues.addIssue(`"${one.slice(0, 80)}": ${read.problem}`);
    }
    if (found.size > MOST_READERS) issues.addIssue(`Use at most ${MOST_READERS} addresses.`);
    return [...found];
  });

const subject = z.string({ error: "Write a subject." })
  .transform((text) => text.trim().normalize("NFC"))
  .refine((text) => text.length <= 500, "Use at most 500 characters.")
  .refine(
    (text) => !/[\p{Cc}\u2028\u2029]/u.test(text) && text.isWellFormed(),
    "Use one line, without control characters.",
  );

const body = z.string({ error: "Write a text." })
  .transform((text) => text.replaceAll(/\r\n?/g, "\n").trim().normalize("NFC"))
  .refine((text) => text.length <= 50_000, "Use at most 50,000 characters.")
  .refine(
    (text) => !/[^\P{Cc}\n\t]/u.test(text) && text.isWellFormed(),
    "There is an invisible character in this.",
  );

/** Where the person stood in the queue, if they did. */
const queue = z.string({ error: AGAIN }).max(500, AGAIN).optional();

/** A button's form: which state of the draft it was pressed on. */
export const draftPress = z.strictObject({ version, queue });

/** Where a text is posted. */
export const postingForm = z.strictObject({ version, channel: channelTyped });

export const barePress = z.strictObject({ queue });

export const wishForm = z.strictObject({
  version,
  queue,
  wish: z.string({ error: "Write a wish, or leave it empty." })
    .transform((text) => text.trim().normalize("NFC"))
    .refine((text) => text.length <= 1000, "Use at most 1,000 characters.")
    .refine((text) => text.isWellFormed(), "There is an invisible character in this."),
});

/** The page on which it is typed, and what was kept when that was opened. */
const typingPage = {
  page: z.string({ error: AGAIN }).regex(UUID, AGAIN),
  typing: z.string({ error: AGAIN }).regex(/^\d{1,9}$/, AGAIN).transform(Number),
};

const typedText = (most: number) =>
  z.string({ error: AGAIN }).max(most, `Use at most ${most} characters.`)
    .refine((text) => text.isWellFormed() && !text.includes("\0"), AGAIN);

/** Nothing of it has to be right yet. */
export const typingForm = z.strictObject({
  version,
  queue,
  ...typingPage,
  to: typedText(20_000),
  cc: typedText(20_000),
  bcc: typedText(20_000),
  subject: typedText(2000),
  body: typedText(60_000),
}).transform(({ version, page, typing, queue: _, ...words }) => ({
  draftVersion: version,
  page,
  typing,
  words,
}));

export const typingPress = z.strictObject({ queue, ...typingPage });

export const draftForm = z.strictObject({
  version,
  queue,
  page: typingPage.page.optional(),
  typing: typingPage.typing.default(0),
  to: addresses,
  cc: addresses,
  bcc: addresses,
  subject,
  body,
}).transform(({ to, cc, bcc, ...rest }) => ({
  ...rest,
  to_addresses: to,
  cc_addresses: cc.filter((address) => !to.includes(address)),
  bcc_addresses: bcc.filter((address) => !to.includes(address) && !cc.includes(address)),
}));
