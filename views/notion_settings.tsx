import type { Connection } from "../domain/connectors/connections.ts";
import type { Watched } from "../domain/connectors/notion/watch_changes.ts";
import type { Requirable } from "../domain/connectors/notion/watch_forms.ts";
import type { ListedRecord } from "../domain/connectors/record_lists.ts";
import type { Offer } from "../domain/connectors/schemas.ts";
import { ConnectAgain } from "./connectors.tsx";
import { Button } from "./parts/buttons.tsx";
import { CheckboxGroup } from "./parts/choices.tsx";
import { type FormState, type Option, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface NotionSettingsProps {
  connection: Connection;
  offer?: Offer;
  watched: Watched;
  paces: Option[];
  requirable: Requirable[];
  /** The row that was read last, whatever became of it. */
  last?: ListedRecord;
  waiting: number;
  mayChange: boolean;
  timeZone: string;
  form?: FormState;
}

/** Which database of Notion is watched, how soon its rows are noticed, and what they have to say. */
export function NotionSettings(props: NotionSettingsProps) {
  return (
    <Section
      title="Database"
      lead="A row of this database starts the workflows that listen to this connection, once it says everything that is required."
    >
      <Reading {...props} />
      {props.mayChange ? <WatchForm {...props} /> : <p class="muted">An admin chooses it.</p>}
    </Section>
  );
}

/** What is known of the database now. While its columns are being read, the page looks again. */
function Reading(props: NotionSettingsProps) {
  const { connection, watched: { place, isRead, problems } } = props;
  const isBeing = place !== undefined && !isRead && problems.length === 0;
  return (
    <div
      id="notion-database"
      class="watched-database"
      hx-get={`/connectors/${connection.id}/settings`}
      hx-trigger={isBeing
        ? "every 2s, connection from:#live throttle:2s"
        : "connection from:#live throttle:2s"}
      hx-select="#notion-database"
      hx-swap="outerMorph"
    >
      {isBeing && connection.state === "connected" && (
        <p role="status">The columns of this database are being read.</p>
      )}
      <Problems {...props} />
      <Consent {...props} />
      <LastSeen {...props} />
    </div>
  );
}

function Problems({ connection, watched: { problems }, mayChange }: NotionSettingsProps) {
  if (problems.length === 0 || connection.state === "disconnected") return null;
  return (
    <Banner
      kind="warn"
      title="Rows make no accounts yet"
      action={mayChange ? <ConnectAgain id={connection.id} label="Connect again" /> : undefined}
    >
      <ul class="plain-points">{problems.map((words) => <li>{words}</li>)}</ul>
    </Banner>
  );
}

function Consent({ connection, watched, mayChange }: NotionSettingsProps) {
  if (!watched.awaitsConsent || !mayChange) return null;
  return (
    <Banner
      kind="warn"
      title="Agree at Notion before Thread writes"
      action={<ConnectAgain id={connection.id} label="Agree at Notion" />}
    >
      <p>
        Give the integration the capability “Update content” there, and connect again. Until then
        rows are only read.
      </p>
    </Banner>
  );
}

function LastSeen({ connection, watched, last, waiting, timeZone }: NotionSettingsProps) {
  const { place, placeName } = watched;
  if (place === undefined) return null;
  const at = `/connectors/${connection.id}/records`;
  return (
    <dl class="connection-facts">
      <div>
        <dt>Database that is watched</dt>
        <dd>{placeName ?? "Without a name"}</dd>
      </div>
      <div>
        <dt>Last row seen</dt>
        <dd>
          {last
            ? (
              <>
                <a href={at}>{last.name}</a>, read{" "}
                <RelativeTime at={last.seen_at} timeZone={timeZone} />
              </>
            )
            : "None yet"}
        </dd>
      </div>
      <div>
        <dt>Rows that wait for what is missing</dt>
        <dd>
          <a href={`${at}?only=waiting`}>{waiting >= 1000 ? "1,000 or more" : waiting}</a>
        </dd>
      </div>
    </dl>
  );
}

function WatchForm(
  { connection, offer, watched, paces, requirable, form }: NotionSettingsProps,
) {
  const { id, version } = connection;
  return (
    <form class="form settings-form" method="post" action={`/connectors/${id}/watching`}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={form?.typed.version ?? version} />
      <Select
        name="place"
        label="Database"
        form={form}
        value={watched.place ?? ""}
        empty="Choose a database"
        options={databases(offer, watched)}
        required
        hint={PLACE_HINT}
      />
      <Select
        name="pace"
        label="Monitoring frequency"
        form={form}
        value={watched.pace}
        options={paces}
        hint="Real time is when Notion calls, see below, with a look every 5 minutes for what a call missed."
      />
      {watched.isRead && (
        <Select
          name="status"
          label="Status column"
          form={form}
          value={watched.status}
          empty="The one that is called Status"
          options={statusColumns(offer)}
          hint="A workflow can wait until a row reaches one of its values."
        />
      )}
      {watched.isRead && (
        <Select
          name="made"
          label="Set the Status of a row when its account is made"
          form={form}
          value={watched.made}
          empty="Leave rows as they are"
          options={(offer?.stages ?? []).map(({ id, label }) => ({ value: id, label }))}
          hint="Otherwise Thread only reads. To write it needs “Update content” at Notion, which you agree to by connecting again."
        />
      )}
      <CheckboxGroup
        name="required"
        label="Required before a row makes an account"
        form={form}
        values={watched.required}
        options={requirable.map(({ target, label }) => ({
          value: target,
          label,
          hint: target === "name" ? "Always: every account needs a name." : undefined,
        }))}
        hint="A row that lacks one of them waits, and is taken as soon as somebody fills it in. Which column says what is in the field mapping."
      />
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
      </FormActions>
    </form>
  );
}

const PLACE_HINT =
  "Those that were ticked in Notion's list. One is missing? Connect again and tick it there. " +
  "Another database has other columns, so its field mapping begins anew; rows that are there " +
  "already start nothing until they change.";

/** One that is not shared any more stays to be seen, as what is watched. */
function databases(offer: Offer | undefined, { place, placeName }: Watched): Option[] {
  const options = (offer?.places ?? []).map(({ id, label }) => ({ value: id, label }));
  if (place === undefined || options.some(({ value }) => value === place)) return options;
  return [{ value: place, label: `${placeName ?? "The database"} (not found)` }, ...options];
}

function statusColumns(offer: Offer | undefined): Option[] {
  return (offer?.fields ?? []).filter(({ type }) => type === "choice")
    .map(({ id, label }) => ({ value: id, label }));
}
