import type { Mail } from "../domain/messages/outbox.ts";
import type { MailEvent } from "../domain/messages/unsettled.ts";
import { MailText } from "./mail_text.tsx";
import { Button } from "./parts/buttons.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { Card, Cards } from "./parts/lists.tsx";
import { Facts, Section, Tabs } from "./parts/page_header.tsx";
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
      <a href={href}>{mail.subject || "(no subject)"}</a> <span class="sub">{mail.to_address}</span>
    </th>
  );
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
    return <StatusLabel kind="none">Kept here: no mail server is set</StatusLabel>;
  }
  const [kind, label] = STATES[mail.state];
  const isRetry = mail.state === "approved" && mail.error !== null;
  return <StatusLabel kind={kind}>{isRetry ? "Will be tried again" : label}</StatusLabel>;
}

export function MailPage({ mail, history }: { mail: Mail; history: MailEvent[] }) {
  return (
    <>
      <MailFacts mail={mail} />
      <Decision mail={mail} />
      <Section title="What it says">
        {mail.class === "sign_in"
          ? <p>It lets a person in, so only its reader sees what it says.</p>
          : <MailText text={mail.body_text} />}
      </Section>
      <MailHistory history={history} />
    </>
  );
}

export function MailFacts({ mail }: { mail: Mail }) {
  return (
    <Facts
      facts={[
        { label: "State", value: <MailState mail={mail} /> },
        { label: "To", value: `${mail.to_name} ${mail.to_address}`.trim() },
        ...(mail.reply_to ? [{ label: "Replies go to", value: mail.reply_to }] : []),
        { label: "Written", value: <RelativeTime at={mail.created_at} /> },
        ...(mail.sent_at && mail.carrier !== "outbox"
          ? [{ label: "Sent", value: <RelativeTime at={mail.sent_at} /> }]
          : []),
        ...(mail.answer ? [{ label: "The server said", value: mail.answer }] : []),
        ...(mail.error ? [{ label: "What went wrong", value: mail.error }] : []),
      ]}
    />
  );
}

/** The ways on, each with what it does. Only the person can find out which is right. */
function Decision({ mail }: { mail: Mail }) {
  if (mail.state === "failed") {
    return (
      <Section title="What now?" lead="It was not sent. Somebody has to put right what went wrong.">
        <Cards>
          <Choice
            mail={mail}
            noun="resending"
            when="It is put right"
            label="Try again"
            does="Sends it once more."
          />
        </Cards>
      </Section>
    );
  }
  if (mail.state !== "unknown") return null;
  return (
    <Section
      title="What now?"
      lead="The server had the whole mail, but its answer was lost. Ask the person if you can."
    >
      <Cards>
        <Choice
          mail={mail}
          noun="arrival"
          when="The person has it"
          label="It arrived"
          does="Marks it as sent. Nothing leaves."
        />
        <Choice
          mail={mail}
          noun="resending"
          when="The person does not have it"
          label="Send again"
          does="Sends it once more. If the first one arrives after all, they have it twice."
        />
      </Cards>
    </Section>
  );
}

function Choice({ mail, noun, when, label, does }: {
  mail: Mail;
  noun: "arrival" | "resending";
  when: string;
  label: string;
  does: string;
}) {
  const button = (
    <form method="post" action={`/mails/${mail.id}/${noun}`}>
      <Button type="submit">{label}</Button>
    </form>
  );
  return <Card title={when} detail={does} action={button} />;
}

const HAPPENED: Record<string, string> = {
  "mail.sent": "Sent",
  "mail.kept": "Kept, as no mail server is set",
  "mail.deferred": "Will be tried again",
  "mail.unknown": "May have been sent",
  "mail.failed": "Not sent",
  "mail.settled": "Decided",
};

const DECIDED: Record<string, string> = {
  arrived: "Marked as arrived",
  again: "Sent again",
};

function MailHistory({ history }: { history: MailEvent[] }) {
  if (history.length === 0) return null;
  return (
    <Section title="History">
      <Table
        caption="What happened to this mail, newest first"
        columns={[{ label: "What" }, { label: "When" }, { label: "Who" }, { label: "Words" }]}
        compact
      >
        {history.map(({ kind, at, actor, how, words }) => (
          <tr>
            <th scope="row">{(how && DECIDED[how]) ?? HAPPENED[kind] ?? kind}</th>
            <td>
              <RelativeTime at={at} />
            </td>
            <td>{actor ?? "Thread"}</td>
            <td>{words}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function olderPage(view: string, recipient: string, before: string): string {
  const query = new URLSearchParams({ before });
  if (view === "all") query.set("view", "all");
  if (recipient) query.set("to", recipient);
  return `/mails?${query}`;
}
