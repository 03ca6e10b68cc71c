import type { Mail } from "../domain/messages/outbox.ts";
import type { MailEvent } from "../domain/messages/unsettled.ts";
import { MailState } from "./mails.tsx";
import { MailText } from "./mail_text.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Card, Cards } from "./parts/lists.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export function MailPage({ mail, history }: { mail: Mail; history: MailEvent[] }) {
  return (
    <>
      <MailFacts mail={mail} />
      <Decision mail={mail} />
      <Section
        title="What it says"
        actions={mail.class !== "sign_in" && mail.body_html && (
          <LinkButton href={`/mails/${mail.id}/html`}>As the reader sees it</LinkButton>
        )}
      >
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
        {
          label: "To",
          value: [`${mail.to_name} ${mail.to_address}`.trim(), ...mail.more_to].join(", "),
        },
        ...(mail.cc.length > 0 ? [{ label: "Copies", value: mail.cc.join(", ") }] : []),
        ...(mail.bcc.length > 0 ? [{ label: "Hidden copies", value: mail.bcc.join(", ") }] : []),
        ...(mail.reply_to ? [{ label: "Replies go to", value: mail.reply_to }] : []),
        { label: "Written", value: <RelativeTime at={mail.created_at} /> },
        ...(mail.sent_at && mail.carrier !== "outbox"
          ? [{ label: "Sent", value: <RelativeTime at={mail.sent_at} /> }]
          : []),
        ...(mail.answer && mail.carrier !== "outbox"
          ? [{ label: "The server said", value: mail.answer }]
          : []),
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
  "mail.kept": "Kept, not sent",
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
        still
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
