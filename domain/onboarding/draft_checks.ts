import type { Drafts } from "../base/schema.ts";
import type { Selectable } from "kysely";
import { variablesIn } from "./variables.ts";

/** For so long an approval can be taken back. After that nothing can. */
export const UNDO_SECONDS = 10;

/** One mail has no more readers than a mail server takes at once. */
export const MOST_READERS = 50;

type Lines = Pick<
  Selectable<Drafts>,
  "to_addresses" | "cc_addresses" | "bcc_addresses" | "subject" | "body"
>;

/** Everybody whom it would go to, each once. */
export function readersOf({ to_addresses, cc_addresses, bcc_addresses }: Lines): string[] {
  return [...new Set([...to_addresses, ...cc_addresses, ...bcc_addresses])];
}

/** What still stands in double braces: nobody knows a value for it. */
export function missingIn({ subject, body }: Pick<Lines, "subject" | "body">): string[] {
  return variablesIn(`${subject}\n${body}`);
}

/** Why this may not leave, each in one sentence; nothing where it may. */
export function obstaclesOf(
  draft: Lines,
  account: { name: string; archived_at: Date | null },
): string[] {
  const missing = missingIn(draft).map((name) => `{{${name}}}`);
  return [
    ...(account.archived_at
      ? [`${account.name} is archived. Restore it before anything is sent to it.`]
      : []),
    ...(missing.length > 0
      ? [`Nothing is known for ${missing.join(", ")}. Fill it in on the account, or write it here.`]
      : []),
    ...(draft.to_addresses.length === 0 ? ["There is nobody to send it to."] : []),
    ...(readersOf(draft).length > MOST_READERS
      ? [`It has more than ${MOST_READERS} recipients.`]
      : []),
    ...(draft.subject.trim() === "" ? ["It has no subject."] : []),
    ...(draft.body.trim() === "" ? ["It has no text."] : []),
  ];
}
