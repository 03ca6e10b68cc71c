import { type Db, HOUSE, inOrg } from "../base/db.ts";
import type { Mail } from "./outbox.ts";
import { findMail, listMails, type MailPage } from "./unsettled.ts";

/** Who reads the outbox of a demo: its operator, for the house and their own organisations. */
export interface OutboxReader {
  identityId: string;
  orgs: { id: string; name: string }[];
}

export interface OutboxQuery {
  recipient: string;
  before?: string;
}

/** Mails of several organisations in one row, newest first: ids ascend with time in all of them. */
export async function listOutbox(
  db: Db,
  reader: OutboxReader,
  { recipient, before }: OutboxQuery,
  size = 25,
): Promise<MailPage> {
  const pages = [];
  for (const orgId of orgIdsOf(reader)) {
    pages.push(
      await inOrg(
        db,
        orgId,
        actorOf(reader),
        (tx) => listMails(tx, { recipient, before, size }),
        { readOnly: true },
      ),
    );
  }
  const found = pages.flatMap(({ mails }) => mails).sort((a, b) => a.id < b.id ? 1 : -1);
  const mails = found.slice(0, size);
  const isMore = found.length > size || pages.some(({ older }) => older !== undefined);
  return { mails, older: isMore ? mails.at(-1)?.id : undefined };
}

/** One mail of the house or of an organisation of theirs; of any other there is none. */
export async function findInOutbox(
  db: Db,
  reader: OutboxReader,
  orgId: string,
  mailId: string,
): Promise<Mail | undefined> {
  if (!orgIdsOf(reader).includes(orgId)) return undefined;
  return await inOrg(db, orgId, actorOf(reader), (tx) => findMail(tx, mailId), { readOnly: true });
}

function orgIdsOf({ orgs }: OutboxReader): string[] {
  return [HOUSE, ...orgs.map(({ id }) => id)];
}

function actorOf({ identityId }: OutboxReader) {
  return { kind: "operator", id: identityId, cause: "outbox" } as const;
}
