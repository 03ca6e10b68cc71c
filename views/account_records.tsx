import { RECORD_NAMES, SERVICE_NAMES } from "../domain/base/service_names.ts";
import type { AccountRecord } from "../domain/connectors/account_records.ts";
import { OWN, TARGETS } from "../domain/connectors/targets.ts";
import { Link } from "./parts/link.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

interface Shown {
  record: AccountRecord;
  fields: { key: string; label: string }[];
  timeZone: string;
}

/** Where an account came from, and what of it follows there. */
export function AccountRecords(
  { records, ...shown }: { records: AccountRecord[] } & Omit<Shown, "record">,
) {
  if (records.length === 0) return null;
  return (
    <Section title="Where it comes from">
      <ul class="stack" id="account-records">
        {records.map((record) => (
          <li class="stack">
            <Origin record={record} />
            <Lost record={record} />
            <Read record={record} {...shown} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** "Salesforce opportunity Northwind 2026 · Closed Won · Open in Salesforce" */
function Origin({ record }: { record: AccountRecord }) {
  const { service, name, stage, url, state, connection } = record;
  const there = SERVICE_NAMES[service];
  return (
    <p>
      {there} {RECORD_NAMES[service]} <strong>{name}</strong>
      {stage && <>{" · "}{stage}</>}
      {url && (
        <>
          {" · "}
          <Link href={url} outside>Open in {there}</Link>
        </>
      )}
      {state === "gone" && (
        <>
          {" "}
          <StatusLabel kind="warn" chip>Gone there</StatusLabel>
        </>
      )}
      {connection.environment !== "production" && (
        <>
          {" "}
          <StatusLabel kind="info" chip>From a sandbox</StatusLabel>
        </>
      )}
    </p>
  );
}

/** Kept as it was read last, and said so: nobody can tell whether it still is so. */
function Lost({ record: { mapped, service } }: { record: AccountRecord }) {
  const lost = Object.values(mapped).filter((one) => one.lost !== undefined);
  const there = SERVICE_NAMES[service];
  return (
    <>
      {lost.map(({ label, lost: how }) => (
        <p>
          <StatusLabel kind="warn">
            {how === "hidden"
              ? `${label} is hidden from the connected user in ${there} now. ` +
                "What stands here was read before that."
              : `${there} has no field ${label} any more. What stands here was read before that.`}
          </StatusLabel>
        </p>
      ))}
    </>
  );
}

function Read({ record, timeZone, fields }: Shown) {
  const { seenAt, connection } = record;
  const pairs = pairsOf(record, fields);
  return (
    <>
      <p class="muted">
        Read <RelativeTime at={seenAt} timeZone={timeZone} /> by {connection.name}.
        {pairs.length === 0 &&
          " The facts above follow another record; of this one its texts are read."}
        {!connection.isConnected && " It is not connected now, so nothing follows."}
      </p>
      {pairs.length > 0 && (
        <details class="fold">
          <summary>What it is the source of ({pairs.length})</summary>
          <dl class="facts">
            {pairs.map(([label, from]) => (
              <div>
                <dt>{label}</dt>
                <dd>{from}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** What of the account is read from which field there, in the order of the account's own page. */
function pairsOf({ mapped }: AccountRecord, fields: { key: string; label: string }[]) {
  const own = fields.map(({ key, label }) => ({ key: `${OWN}${key}`, label }));
  return [...TARGETS, ...own].filter(({ key }) => key in mapped)
    .map(({ key, label }) => [label, mapped[key]!.label] as const);
}
