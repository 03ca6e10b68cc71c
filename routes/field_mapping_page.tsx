import { findConnection } from "../domain/connectors/connections.ts";
import { mappableFields } from "../domain/connectors/mapping_edits.ts";
import { type FieldMapping, listMappings, rulesOf } from "../domain/connectors/mappings.ts";
import { groupFields, showChoice } from "../domain/connectors/samples.ts";
import { findOffer } from "../domain/connectors/schemas.ts";
import { recordServiceOf } from "../domain/connectors/services.ts";
import { MappingPage } from "../views/field_mapping.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx } from "./env.ts";
import { showPage } from "./page.tsx";

/** One mapping, or a new one: chosen from both sides, with what a real value becomes. */
export async function mappingPage(
  c: Ctx,
  mapping?: FieldMapping,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const { tx } = c.var;
  const connection = await findConnection(tx, c.req.param("connection")!);
  const [mappings, offer, rules, fields] = await Promise.all([
    listMappings(tx, connection.id),
    findOffer(tx, connection.id),
    rulesOf(tx, connection.id),
    mappableFields(tx, connection.id),
  ]);
  const asked = form?.typed ?? c.req.query();
  const chosen = {
    field: String(asked.field ?? mapping?.field ?? ""),
    target: mapping?.target ?? String(asked.target ?? ""),
  };
  const taken = new Set(mappings.map(({ target }) => target));
  const wanted = String(asked.wanted ?? "").slice(0, 200);
  const service = recordServiceOf(connection.service);
  const back = { href: `/connectors/${connection.id}/mappings`, label: connection.name };
  return await showPage(
    c,
    {
      title: mapping ? `Change a field mapping` : "Add a field mapping",
      narrow: true,
      header: { back },
    },
    <MappingPage
      {...{ connection, service, mapping, chosen, wanted, form }}
      groups={groupFields(fields, offer?.sample ?? {}, wanted)}
      targets={rules.targets.filter(({ key }) => key === mapping?.target || !taken.has(key))}
      shown={showChoice(chosen, fields, offer, rules)}
    />,
    status,
  );
}
