import type { Mail } from "../domain/messages/outbox.ts";
import { FilterBar } from "./parts/filters.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface MailsPageProps {
  mails: Mail[];
  older?: string;
  view: "open" | "all";
  recipient: string;
}

export function MailsPage({ mails, older, view, recipient }: MailsPageProps) {
  return (
    <>
      <Tabs
        label="Mails"
        tabs={[
          { href: "/mails", label: "Need a person", current: view === "open" },
          { href: "/mails?view=all", label: "All", current: view === "all" },
        ]}
      >
        {view === "all" && (
          <FilterBar
            action="/mails"
            label="Filter by recipient"
            name="to"
            query={recipient}
            clear={recipient ? "/mails?view=all" : undefined}
          >
            <input type="hidden" name="view" value="all" />
          </FilterBar>
        )}
      </Tabs>
      {mails.length === 0 ? <NoMails view={view} recipient={recipient} /> : (
        <MailTable
          mails={mails}
          caption={view === "open" ? "Mails that need a person" : "Mails"}
        />
      )}
      <Pagination next={older && olderPage(view, recipient, older)} />
    </>
  );
}

function NoMails({ view, recipient }: Pick<MailsPageProps, "view" | "recipient">) {
  if (recipient) {
    return (
      <EmptyState title={`No mail to an address with "${recipient}"`}>Try less of it.</EmptyState>
    );
  }
  if (view === "all") {
    return (
      <EmptyState title="No mail yet">Every mail of your organisation will stand here.</EmptyState>
    );
  }
  return (
    <EmptyState title="No mail needs you">
      A mail comes here when a server refused it, or when its answer was lost and nobody can know
      whether it arrived.
    </EmptyState>
  );
}

function MailTable({ mails, caption }: { mails: Mail[]; caption: string }) {
  return (
    <Table
      caption={caption}
      columns={[{ label: "Mail" }, { label: "State" }, { label: "Written", wideOnly: true }]}
    >
      {mails.map((mail) => (
        <tr>
          <MailName mail={mail} href={`/mails/${mail.id}`} />
          <td>
            <MailState mail={mail} />
          </td>
          <td class="wide-only">
            <RelativeTime at={mail.created_at} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The first cell of a mail's row. */
export function MailName({ mail, href }: { mail: Mail; href: string }) {
  return (
    <th scope="row">
      <a href={href}>{mail.subject || "(no subject)"}</a> <span class="sub">{readers(mail)}</span>
    </th>
  );
}

function readers({ to_address, more_to, cc, bcc }: Mail): string {
  const others = more_to.length + cc.length + bcc.length;
  return others === 0 ? to_address : `${to_address} and ${others} more`;
}

const STATES: Record<Mail["state"], [StatusKind, string]> = {
  draft: ["none", "Draft"],
  approved: ["info", "Waiting to be sent"],
  sending: ["info", "Being sent"],
  sent: ["ok", "Sent"],
  unknown: ["warn", "May have been sent"],
  failed: ["bad", "Not sent"],
};

export function MailState({ mail }: { mail: Mail }) {
  if (mail.carrier === "outbox") {
    return (
      <StatusLabel kind="none">Kept here: {mail.answer ?? "no mail server is set"}</StatusLabel>
    );
  }
  const [kind, label] = STATES[mail.state];
  const isRetry = mail.state === "approved" && mail.error !== null;
  return <StatusLabel kind={kind}>{isRetry ? "Will be tried again" : label}</StatusLabel>;
}

function olderPage(view: string, recipient: string, before: string): string {
  const query = new URLSearchParams({ before });
  if (view === "all") query.set("view", "all");
  if (recipient) query.set("to", recipient);
  return `/mails?${query}`;
}
