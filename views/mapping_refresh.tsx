import type { Connection } from "../domain/connectors/connections.ts";
import type { Refresh, RefreshPreview } from "../domain/connectors/refreshes.ts";
import type { RecordService } from "../domain/connectors/service.ts";
import { Button } from "./parts/buttons.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import { Section } from "./parts/page_header.tsx";
import { Progress, StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface MappingRefreshProps {
  connection: Connection;
  service: RecordService;
  preview: RefreshPreview;
  refresh?: Refresh;
  timeZone: string;
}

/** A changed mapping rewrites no account by itself: somebody asks for that, and sees how far it is. */
export function MappingRefresh(props: MappingRefreshProps) {
  const { connection, refresh } = props;
  const isRunning = refresh?.state === "running";
  return (
    <div
      id="mapping-refresh"
      class="mapping-refresh"
      hx-get={`/connectors/${connection.id}/mappings`}
      hx-trigger={`mapping from:#live throttle:2s${isRunning ? ", every 2s" : ""}`}
      hx-select="#mapping-refresh"
      hx-swap="outerMorph"
    >
      <Section title="Accounts that are there" lead={standing(props)}>
        {isRunning ? <Running {...props} refresh={refresh} /> : <Asking {...props} />}
        {refresh && !isRunning && <Last {...props} refresh={refresh} />}
      </Section>
    </div>
  );
}

function standing({ preview: { accounts, behind }, service }: MappingRefreshProps): string {
  if (accounts === 0) {
    return `No account follows ${aRecord(service)} of this connection yet.`;
  }
  const follow = accounts === 1
    ? `1 account follows ${aRecord(service)} here.`
    : `${accounts} accounts follow ${aRecord(service)} here.`;
  if (behind === 0) return `${follow} What changes there is taken by itself.`;
  const which = behind === 1 ? "1 of them was" : `${behind} of them were`;
  return `${follow} ${which} last read by mappings that have changed since. What those fields hold ` +
    "stays until somebody brings the accounts up to date.";
}

const aRecord = ({ records: { one } }: RecordService) =>
  `${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`;

function Asking({ connection, service, preview: { accounts, behind } }: MappingRefreshProps) {
  if (accounts === 0 || connection.state !== "connected") return null;
  return (
    <>
      <Button commandfor="refresh-accounts" command="show-modal">Bring accounts up to date</Button>
      <ConfirmDialog
        id="refresh-accounts"
        title={accounts === 1
          ? "Bring 1 account up to date?"
          : `Bring ${accounts} accounts up to date?`}
        confirm={
          <form method="post" action={`/connectors/${connection.id}/mappings/refresh`}>
            <Button type="submit" kind="primary">Bring up to date</Button>
          </form>
        }
      >
        <p>
          Each {service.records.one} is read once more, by the mappings as they are now. Where{" "}
          {service.name}{" "}
          wins, its value is taken; where Thread wins, only what nobody has changed here; else only
          what is empty.
        </p>
        <p>
          {behind === 0
            ? "All of them follow the present mappings already, so little will change."
            : `${behind} of ${accounts} follow earlier mappings.`}{" "}
          Each change stands in the account's history. Nothing is sent to anybody.
        </p>
      </ConfirmDialog>
    </>
  );
}

function Running({ connection, refresh }: MappingRefreshProps & { refresh: Refresh }) {
  return (
    <div class="row">
      <Progress
        value={refresh.looked_at}
        max={Math.max(1, refresh.records)}
        text={`${refresh.looked_at} of ${refresh.records}`}
        label="Accounts brought up to date"
      />
      <span>{refresh.changed} changed</span>
      <form method="post" action={`/connectors/${connection.id}/mappings/refresh/end`}>
        <Button type="submit" kind="quiet" small>Stop</Button>
      </form>
    </div>
  );
}

function Last({ refresh, timeZone }: MappingRefreshProps & { refresh: Refresh }) {
  const { state, changed, looked_at: looked, failed, why, ended_at: endedAt } = refresh;
  return (
    <p class="muted">
      <StatusLabel kind={state === "done" && failed === 0 ? "ok" : "warn"}>
        {state === "done" ? "Brought up to date" : "Stopped"}
      </StatusLabel>{" "}
      {endedAt && <RelativeTime at={endedAt} timeZone={timeZone} />}: {looked} looked at, {changed}
      {" "}
      changed{failed > 0 && `, ${failed} refused`}.{why && ` ${why}`}
    </p>
  );
}
