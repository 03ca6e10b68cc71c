import { diagnosis, type DnsRow } from "../domain/people/domain_records.ts";
import type { Domain } from "../domain/people/domains.ts";
import type { PortalRules } from "../domain/people/portal_rules.ts";
import { Button } from "./parts/buttons.tsx";
import { Copied } from "./parts/copied.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { InvitesForm } from "./portal_rules.tsx";
import { SettingsTabs } from "./settings.tsx";

export interface ShownDomain {
  domain: Domain;
  rows: DnsRow[];
}

export interface DomainSettingsProps {
  portal?: ShownDomain;
  mail?: ShownDomain;
  /** Where Thread itself is. */
  ownHost: string;
  /** Where mail comes from without a domain of one's own. */
  mailFrom: string;
  maySendAs: boolean;
  form?: FormState;
  timeZone: string;
  rules: PortalRules;
  invites?: FormState;
}

export function DomainSettings(props: DomainSettingsProps) {
  const { portal, mail, ownHost, mailFrom, maySendAs, form, timeZone } = props;
  return (
    <div
      id="domains"
      hx-get="/settings/domains"
      hx-trigger="domain from:#live throttle:2s"
      hx-select="#domains"
      hx-swap="outerMorph"
    >
      <SettingsTabs current="/settings/domains" />
      <Section
        title="Portal domain"
        lead="Your customers reach their portal under a name of yours, with your look from the sign-in page on. Thread's own address keeps working."
      >
        {portal
          ? <PortalDomain {...portal} timeZone={timeZone} />
          : <PortalForm form={formOf("portal", form)} ownHost={ownHost} />}
      </Section>
      <Section
        title="Mail domain"
        lead="Mail to your customers comes from an address of yours, once the records of its domain say that it may."
      >
        {mail
          ? <MailDomain {...mail} timeZone={timeZone} mailFrom={mailFrom} />
          : maySendAs
          ? <MailForm form={formOf("mail", form)} mailFrom={mailFrom} />
          : (
            <Banner title={`Mail comes from ${mailFrom}`}>
              This install sends through a mail service, which signs only for the addresses it was
              told of. Your name stands before the address, and answers reach you.
            </Banner>
          )}
      </Section>
      <Section
        title="Who may be invited"
        lead="Your customers invite teammates and hand tasks to colleagues. This says to which addresses. What your own people invite is not bound by it."
      >
        <InvitesForm rules={props.rules} form={props.invites} />
      </Section>
    </div>
  );
}

/** The refused form belongs to one of the two. */
function formOf(kind: string, form?: FormState): FormState | undefined {
  const asked = form?.typed.kind ?? "portal";
  if (asked === kind) return form;
  // A kind that there is not: what was typed stays with the field it was typed into.
  const isNeither = asked !== "portal" && asked !== "mail";
  return isNeither && (kind === "mail") === (form?.typed.address !== undefined) ? form : undefined;
}

function PortalForm({ form, ownHost }: { form?: FormState; ownHost: string }) {
  return (
    <form class="form settings-form" method="post" action="/settings/domains">
      <input type="hidden" name="kind" value="portal" />
      <ErrorSummary errors={form?.errors} />
      <Field
        name="host"
        label="Name of the portal"
        form={form}
        required
        maxlength={253}
        autocomplete="off"
        hint="Such as portal.company.com. You create two records for it where your domain is managed."
      />
      <NoPublicName host={ownHost} />
      <FormActions>
        <Button type="submit" kind="primary">Use this name</Button>
      </FormActions>
    </form>
  );
}

function NoPublicName({ host }: { host: string }) {
  if (host.includes(".") && !/^[\d.]+$/.test(host)) return null;
  return (
    <Banner kind="warn">
      Thread runs at {host}{" "}
      here, which no record can lead to. Whoever runs it sets its public address first.
    </Banner>
  );
}

function MailForm({ form, mailFrom }: { form?: FormState; mailFrom: string }) {
  return (
    <form class="form settings-form" method="post" action="/settings/domains">
      <input type="hidden" name="kind" value="mail" />
      <ErrorSummary errors={form?.errors} />
      <Field
        name="address"
        type="email"
        label="Address that mail comes from"
        form={form}
        required
        maxlength={320}
        autocomplete="off"
        hint={`Such as onboarding@company.com. Until then it is ${mailFrom}, with your name.`}
      />
      <FormActions>
        <Button type="submit" kind="primary">Use this address</Button>
      </FormActions>
    </form>
  );
}

function PortalDomain({ domain, rows, timeZone }: ShownDomain & { timeZone: string }) {
  return (
    <>
      <DomainHead domain={domain} name={domain.name} timeZone={timeZone} />
      <p class="lead">{portalSays(domain)}</p>
      <DnsTable domain={domain} rows={rows} />
      <DomainActions
        domain={domain}
        says="The portal stops answering there at once, and links in letters that were sent lead nowhere. For 30 days nobody else can use the name here."
      />
    </>
  );
}

function MailDomain(
  { domain, rows, timeZone, mailFrom }: ShownDomain & { timeZone: string; mailFrom: string },
) {
  const address = `${domain.mailbox}@${domain.name}`;
  return (
    <>
      <DomainHead domain={domain} name={address} timeZone={timeZone} />
      <p class="lead">
        {domain.state === "verified" && domain.is_ready
          ? `Mail to your customers comes from ${address}.`
          : `Until every needed record is right, mail comes from ${mailFrom} with your name.`}
      </p>
      <DnsTable domain={domain} rows={rows} />
      <DomainActions
        domain={domain}
        says={`Mail comes from ${mailFrom} again, with your name. Answers reach you as before.`}
      />
    </>
  );
}

function DomainHead(
  { domain, name, timeZone }: { domain: Domain; name: string; timeZone: string },
) {
  const { kind, words } = STATES[domain.state];
  return (
    <p class="domain-head">
      <strong>{name}</strong>
      <StatusLabel kind={kind} chip>{words}</StatusLabel>
      {domain.state === "verified" && !domain.is_ready && (
        <StatusLabel kind="warn" chip>
          {domain.kind === "portal" ? "Does not lead here" : "Records missing"}
        </StatusLabel>
      )}
      <span class="muted">
        {domain.is_asked ? "Being looked up now" : domain.checked_at
          ? (
            <>
              Looked up <RelativeTime at={domain.checked_at} timeZone={timeZone} />
            </>
          )
          : "Not looked up yet"}
      </span>
    </p>
  );
}

const STATES: Record<Domain["state"], { kind: StatusKind; words: string }> = {
  pending: { kind: "info", words: "Waiting for the records" },
  verified: { kind: "ok", words: "Verified" },
  failing: { kind: "warn", words: "Failing" },
  lapsed: { kind: "bad", words: "Out of use" },
  removed: { kind: "none", words: "Removed" },
};

function portalSays({ state, is_ready: isReady, findings, name }: Domain): string {
  switch (state) {
    case "verified":
      return isReady
        ? `The portal answers at ${name}, and links in letters lead there. Whoever runs this ` +
          "Thread has to let its server answer for the name with a certificate."
        : "The name is yours, and the portal answers there. Links in letters lead to Thread's own " +
          "address until the name is known to lead here.";
    case "failing":
      return "The record that shows that the name is yours is gone. The portal answers for a week " +
        "more; links in new letters lead to Thread's own address. It is looked up every hour.";
    case "lapsed":
      return "The record was missing for a week, so nothing answers under this name. It comes back " +
        "by itself once the record is there.";
    default:
      return findings.some(({ record, status }) => record === "owner" && status === "ok")
        ? "The record is right, but this name cannot be used here. If it is yours, ask whoever runs " +
          "this Thread."
        : "Create these records where your domain is managed. Nothing answers there before.";
  }
}

function DnsTable({ domain, rows }: { domain: Domain; rows: DnsRow[] }) {
  return (
    <div class="dns-rows">
      <Table
        caption={`Records to create for ${domain.name}`}
        columns={[{ label: "Type" }, { label: "Name" }, { label: "Value" }, { label: "Found" }]}
      >
        {rows.map((row) => {
          const finding = domain.findings.find(({ record }) => record === row.record);
          return (
            <tr id={`record-${domain.kind}-${row.record}`}>
              <th scope="row">{row.type}</th>
              <td>
                <Copied text={row.name} what="name" />
              </td>
              <td>
                <Copied text={row.value} what="value" />
              </td>
              <td class="dns-found">
                <StatusLabel kind={statusOf(row, finding?.status)}>
                  {WORDS[finding?.status ?? "unknown"]}
                </StatusLabel>
                <span class="muted">{diagnosis(row, finding)}</span>
              </td>
            </tr>
          );
        })}
      </Table>
    </div>
  );
}

const WORDS = {
  ok: "Right",
  missing: "No record found",
  wrong: "Wrong value",
  silent: "No answer",
  unknown: "Not looked up",
};

function statusOf({ needed }: DnsRow, status?: keyof typeof WORDS): StatusKind {
  if (status === "ok") return "ok";
  if (status === "missing" || status === "wrong") return needed ? "bad" : "warn";
  return status === "silent" ? "warn" : "none";
}

function DomainActions({ domain, says }: { domain: Domain; says: string }) {
  const at = `/settings/domains/${domain.id}`;
  return (
    <>
      <form class="form-actions" method="post" action={`${at}/checks`}>
        <Button type="submit" kind="primary">Check now</Button>
      </form>
      <details class="domain-removal">
        <summary>Remove this domain</summary>
        <p>{says}</p>
        <form method="post" action={`${at}/removal`}>
          <Button type="submit" kind="danger">Remove {domain.name}</Button>
        </form>
      </details>
    </>
  );
}
