import type { Suggested, UnmatchedMail } from "../domain/messages/unmatched.ts";
import { Button } from "./parts/buttons.tsx";
import { FilterBar } from "./parts/filters.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime, wholeTime } from "./parts/time.tsx";

export function UnmatchedMails(
  { mails, older, timeZone }: { mails: UnmatchedMail[]; older?: string; timeZone: string },
) {
  return (
    <div
      id="unmatched"
      hx-get="/inbound"
      hx-trigger="inbound from:#live throttle:2s"
      hx-select="#unmatched"
      hx-swap="outerMorph"
    >
      {mails.length === 0
        ? (
          <EmptyState title="Every mail has its place">
            A mail comes here when neither its address, nor what it answers, nor its sender says
            which account it belongs to.
          </EmptyState>
        )
        : (
          <Table
            caption="Unmatched mail"
            columns={[{ label: "Mail" }, { label: "From" }, { label: "Received", wideOnly: true }]}
          >
            {mails.map((mail) => (
              <tr>
                <th scope="row">
                  <a href={`/inbound/${mail.id}`}>{mail.subject || "(no subject)"}</a>
                  {mail.state === "unreadable" && (
                    <StatusLabel kind="bad" chip>Unreadable</StatusLabel>
                  )}
                </th>
                <td>{mail.from_address || "Nobody is named"}</td>
                <td class="wide-only">
                  <RelativeTime at={mail.received_at} timeZone={timeZone} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      <Pagination next={older && `/inbound?before=${older}`} />
    </div>
  );
}

export function UnmatchedMailPage(
  { mail, accounts, wanted, timeZone, form }: {
    mail: UnmatchedMail;
    accounts: Suggested[];
    wanted: string;
    timeZone: string;
    form?: FormState;
  },
) {
  const at = `/inbound/${mail.id}`;
  return (
    <>
      <ErrorSummary errors={form?.errors} />
      {mail.problem && <Banner kind="warn">{mail.problem}</Banner>}
      <Facts
        facts={[
          { label: "From", value: `${mail.from_name} ${mail.from_address}`.trim() || "Nobody" },
          { label: "To", value: mail.recipient },
          { label: "Received", value: wholeTime(mail.received_at, timeZone) },
        ]}
      />
      <pre class="whole-mail" tabindex={0} aria-label="The mail">
        {mail.whole_text.slice(0, 20_000) || "(empty)"}
      </pre>
      {mail.state === "unmatched" && (
        <Section
          title="File it under an account"
          lead="It joins the account's messages, with the files that came along. Whoever sent it is only taken for a contact if their address is one."
        >
          <FilterBar
            action={at}
            label="Find an account"
            query={wanted}
            clear={wanted ? at : undefined}
          />
          <Candidates at={at} accounts={accounts} wanted={wanted} />
        </Section>
      )}
      <form method="post" action={`${at}/discarding`}>
        <Button type="submit" kind="danger">Discard this mail</Button>
        <p class="hint">It leaves this list, and nobody is told.</p>
      </form>
    </>
  );
}

function Candidates(
  { at, accounts, wanted }: { at: string; accounts: Suggested[]; wanted: string },
) {
  if (accounts.length === 0) {
    return (
      <p class="muted">
        {wanted ? `No account is called “${wanted}”.` : "No account has the domain of its sender."}
      </p>
    );
  }
  return (
    <ul class="candidates">
      {accounts.map(({ id, name }) => (
        <li>
          <form method="post" action={`${at}/assignment`}>
            <input type="hidden" name="account_id" value={id} />
            <Button type="submit">File under {name}</Button>
          </form>
        </li>
      ))}
    </ul>
  );
}
