import { findAlike } from "../accounts/duplicates.ts";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import {
  convert,
  type Fault,
  listMappings,
  type MappedValues,
  rulesOf,
  wantedOf,
} from "../connectors/mappings.ts";
import { type Connection, findConnection } from "../connectors/connections.ts";
import { openLine } from "../connectors/lines.ts";
import type { OutsideRecord } from "../connectors/service.ts";
import { recordServiceOf } from "../connectors/services.ts";
import { keepRecord } from "../connectors/outside_records.ts";
import { EVERYBODY } from "./account_links.ts";
import { invalid } from "./failures.ts";
import type { Answer, Errand, RunFacts, Step, Wake } from "./node.ts";
import type { StartConfig } from "./nodes/start.ts";
import { asStart } from "./record_values.ts";

/** Which record a run began with, and whether its values were read by then. */
export interface StartRecord {
  connection: string;
  id: string;
  read: boolean;
}

export function startOf({ input }: Pick<RunFacts, "input">): StartRecord | undefined {
  return input.record as StartRecord | undefined;
}

export interface ReadRecord {
  connection: Connection;
  /** Undefined where it is gone, or not shared any more. */
  record?: OutsideRecord;
  /** Then in words why, where the service can tell. */
  absence?: string;
  mapped: MappedValues;
  faults: Fault[];
  /** What a start step brings of it. */
  read: Record<string, unknown>;
}

interface Ways {
  db: Db;
  out: Outside;
  orgId: string;
  signal?: AbortSignal;
}

/** Reads a record by way of its connection, and what it becomes by the mappings as they are now. */
export async function readOutside(
  ways: Ways,
  connectionId: string,
  recordId: string,
): Promise<ReadRecord> {
  const { db, orgId } = ways;
  const { connection, mappings, rules } = await inOrg(db, orgId, ACTOR, async (tx) => ({
    connection: await findConnection(tx, connectionId),
    mappings: await listMappings(tx, connectionId),
    rules: await rulesOf(tx, connectionId),
  }));
  const service = recordServiceOf(connection.service);
  const line = await openLine(ways, connectionId);
  const standard = service.records.standard.flatMap(({ field }) => field ? [{ field }] : []);
  const wanted = wantedOf([...mappings, ...standard]);
  const record = await service.records.reader.record(line, recordId, wanted);
  if (!record) {
    const absence = await service.records.reader.absence?.(line, recordId);
    return { connection, absence, mapped: {}, faults: [], read: {} };
  }
  const { mapped, faults } = convert(mappings, record, rules);
  const exists = await inOrg(db, orgId, ACTOR, (tx) => isKnown(tx, mapped));
  const read = { ...asStart(service, record, mapped, faults), account_exists: exists };
  return { connection, record, mapped, faults, read };
}

export const ACTOR = { kind: "outside", cause: "connection" } as const;

async function isKnown(tx: OrgDb, mapped: MappedValues): Promise<boolean> {
  const name = String(mapped.name?.value ?? "");
  const domain = mapped.domain?.value ? String(mapped.domain.value) : null;
  if (!name && !domain) return false;
  return (await findAlike(tx, EVERYBODY, { name, domain })).length > 0;
}

/** For a run that began while its service could not be asked: the record is read when it can be. */
export async function readStart(errand: Errand<StartConfig>): Promise<Record<string, unknown>> {
  const start = startOf(errand.run);
  if (!start) throw new Refused("This run began with no record.");
  const found = await readOutside(errand, start.connection, start.id);
  const { connection, record, absence, mapped, read } = found;
  if (!record) {
    throw new Refused(
      absence ?? `The record is not there any more, or not shared with ${connection.name}.`,
    );
  }
  const { db, orgId } = errand;
  await inOrg(db, orgId, ACTOR, (tx) => keepRecord(tx, connection.id, record, mapped));
  return { ...read, record: { ...start, read: true }, stage_id: stageOf(record) };
}

export function untilRead({ config }: Step<StartConfig>, wake: Wake): Answer {
  if ("lost" in wake) return { fail: wake.lost };
  if (!("job" in wake)) {
    return { fail: invalid("It waited for the record, and something else came.") };
  }
  const { stage_id: stage, stage: label } = wake.job as { stage_id?: string; stage?: string };
  if (!standsRight(config, stage)) {
    return { end: `Not started: the stage is ${label ?? "not set"} now`, output: wake.job };
  }
  return { follow: "next", output: wake.job };
}

/** With its pipeline, as a start step names it. */
export function stageOf({ stage }: Pick<OutsideRecord, "stage">): string | undefined {
  if (!stage) return undefined;
  return stage.group ? `${stage.group}/${stage.id}` : stage.id;
}

export function standsRight({ stages }: Pick<StartConfig, "stages">, stage: string | undefined) {
  return stages.length === 0 || stage !== undefined && stages.includes(stage);
}
