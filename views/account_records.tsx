import { RECORD_NAMES, SERVICE_NAMES } from "../domain/base/service_names.ts";
import type { AccountRecord } from "../domain/connectors/account_records.ts";
import { Link } from "./parts/link.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

/** Where an account came from, and what of it follows there. */
export function AccountRecords(
  { records, timeZone }: { records: AccountRecord[]; timeZone: string },
) {
  if (records.length === 0) return null;
  return (
    <Section title="Where it comes from">
      <ul class="stack" id="account-records">
        {records.map((record) => (
          <li class="stack">
            <Origin record={record} />
            <Lost record={record} />
            <Read record={record} timeZone={timeZone} />
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

function Read({ record, timeZone }: { record: AccountRecord; timeZone: string }) {
  const { seenAt, connection, mapped } = record;
  const labels = [...new Set(Object.values(mapped).map(({ label }) => label))];
  return (
    <p class="muted">
      Read <RelativeTime at={seenAt} timeZone={timeZone} /> by {connection.name}
      {labels.length > 0 && `: ${labels.join(", ")}`}.
      {!connection.isConnected && " It is not connected now, so nothing follows."}
    </p>
  );
}
