import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { openLine } from "./lines.ts";
import { standardMappings } from "./standard_mappings.ts";
import { noteFailure } from "./paces.ts";
import { ACTOR } from "./renewals.ts";
import { listMappings, wantedOf } from "./mappings.ts";
import { sampleOf } from "./samples.ts";
import type { Line, OutsideField, OutsideValue, Place, Stage } from "./service.ts";
import { recordServiceOf } from "./services.ts";

/** What a connection has to offer, as it was last asked. */
export interface Offer {
  fields: OutsideField[];
  stages: ListedStage[];
  places: Place[];
  sample: Record<string, OutsideValue>;
  hidden: string[];
  /** In words: what the connected user may not do, or what is wrong with what is watched. */
  faults: string[];
  readAt: Date;
}

/** As a start step names it: with its pipeline, where there are several. */
export interface ListedStage {
  id: string;
  label: string;
  active: boolean;
  won: boolean;
}

export async function findOffer(tx: OrgDb, connectionId: string): Promise<Offer | undefined> {
  const row = await tx.selectFrom("connection_schemas").selectAll()
    .where("connection_id", "=", connectionId).executeTakeFirst();
  if (!row) return undefined;
  return {
    fields: row.fields as OutsideField[],
    stages: row.stages as ListedStage[],
    places: row.places as Place[],
    sample: row.sample as Record<string, OutsideValue>,
    hidden: row.hidden,
    faults: row.faults,
    readAt: row.read_at,
  };
}

interface Ways {
  db: Db;
  out: Outside;
  orgId: string;
  signal?: AbortSignal;
}

/** Asks the service for its fields, stages and an example, for whoever maps and draws with them. */
export async function readOffer(ways: Ways, connectionId: string): Promise<void> {
  const { db, orgId } = ways;
  const line = await openLine(ways, connectionId);
  const { records } = recordServiceOf(line.connection.service);
  const { reader } = records;
  try {
    const problems = await reader.check(line);
    const places = await reader.places?.(line) ?? [];
    const fields = await reader.fields(line);
    const stages = (await reader.stages(line)).map(listed);
    const wanted = await wantedThere(ways, line, fields);
    const sample = await reader.sample(line, wanted);
    const faults = [...problems, ...await reader.faults?.(line) ?? []];
    await inOrg(db, orgId, ACTOR, async (tx) => {
      const offer = {
        fields: sql`${fields}::jsonb`,
        stages: sql`${stages}::jsonb`,
        places: sql`${places}::jsonb`,
        sample: sql`${sampleOf(sample)}::jsonb`,
        hidden: sample?.hidden ?? [],
        faults: faults.map((one) => one.slice(0, 500)),
      };
      await tx.insertInto("connection_schemas").values({ connection_id: connectionId, ...offer })
        .onConflict((same) =>
          same.columns(["org_id", "connection_id"]).doUpdateSet({
            ...offer,
            read_at: sql<Date>`now()`,
          })
        ).execute();
      await standardMappings(tx, connectionId, records);
    });
  } catch (error) {
    if (error instanceof Upstream && !error.retry) {
      await inOrg(db, orgId, ACTOR, (tx) => noteFailure(tx, connectionId, error.message));
    }
    throw error;
  }
}

/** Also what is mapped and not offered any more: whether it is hidden or gone, the answer says. */
async function wantedThere({ db, orgId }: Ways, { connection }: Line, fields: OutsideField[]) {
  const mapped = await inOrg(db, orgId, ACTOR, (tx) => listMappings(tx, connection.id));
  const standard = recordServiceOf(connection.service).records.standard.flatMap(({ field }) =>
    field ? [{ field }] : []
  );
  return wantedOf([...fields.map(({ id }) => ({ field: id })), ...mapped, ...standard]);
}

function listed({ id, label, group, active, won }: Stage): ListedStage {
  return {
    id: group ? `${group.id}/${id}` : id,
    label: group ? `${group.label} · ${label}` : label,
    active,
    won,
  };
}
