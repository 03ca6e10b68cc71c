import type { Mail } from "../domain/messages/outbox.ts";
import { MailFacts } from "./mail.tsx";
import { MailName, MailState } from "./mails.tsx";
import { MailText } from "./mail_text.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface OutboxPageProps {
  mails: Mail[];
  older?: string;
  recipient: string;
  /** What an organisation's id is called. */
  names: Map<string, string>;
}

/** The part that a filter or another page replaces. */
export function OutboxPage({ mails, older, recipient, names }: OutboxPageProps) {
  return (
    <>
      <FilterBar
        action="/outbox"
        label="Filter by recipient"
        name="to"
        query={recipient}
        clear={recipient ? "/outbox" : undefined}
      />
      {mails.length === 0 ? <NoMails recipient={recipient} /> : (
        <Table
          caption="Mails, newest first"
          columns={[
            { label: "Mail" },
            { label: "State", wideOnly: true },
            { label: "From", wideOnly: true },
            { label: "Written" },
          ]}
        >
          {mails.map((mail) => (
            <tr>
              <MailName mail={mail} href={mailPath(mail)} />
              <td class="wide-only">
                <MailState mail={mail} />
              </td>
              <td class="wide-only">{names.get(mail.org_id)}</td>
              <td>
                <RelativeTime at={mail.created_at} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pagination next={older && olderPage(recipient, older)} />
    </>
  );
}

function NoMails({ recipient }: { recipient: string }) {
  if (recipient) {
    return (
      <EmptyState title={`No mail to an address with "${recipient}"`}>Try less of it.</EmptyState>
    );
  }
  return (
    <EmptyState title="No mail yet">
      A demo sends no mail. What Thread would have sent is kept here: ask for a sign-in link or
      invite somebody, and its mail appears.
    </EmptyState>
  );
}

export function OutboxMail({ mail }: { mail: Mail }) {
  return (
    <>
      <MailFacts mail={mail} />
      <Section
        title="What it says"
        actions={mail.body_html && (
          <LinkButton href={`${mailPath(mail)}/html`}>As the reader sees it</LinkButton>
        )}
      >
        <MailText text={mail.body_text} />
      </Section>
    </>
  );
}

export function mailPath({ org_id, id }: Mail): string {
  return `/outbox/${org_id}/${id}`;
}

function olderPage(recipient: string, before: string): string {
  const query = new URLSearchParams({ before });
  if (recipient) query.set("to", recipient);
  return `/outbox?${query}`;
}
