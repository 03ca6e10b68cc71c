import { hashToken } from "../../domain/base/tokens.ts";
import { idOf, type OrgName, type Row, tokenOf } from "./seeds.ts";

type Say = (column: string) => string;

/** A service that is connected, what it offers and told, and a record that an account came from. */
export function connectorRowsOf(org: OrgName, say: Say, later: Date): [string, Row[]][] {
  const org_id = idOf(org);
  const connection_id = idOf(org, "connection");
  return [
    ["connections", [{
      org_id,
      id: connection_id,
      service: "hubspot",
      name: say("connections.name").slice(0, 80) || "x",
      state: "connected",
      reason: say("connections.reason"),
      outside_id: say("connections.outside_id") || "x",
      outside_name: say("connections.outside_name"),
      host: say("connections.host"),
      address: say("connections.address"),
      settings: { note: say("connections.settings") },
      hook_hash: hashToken(tokenOf(org, "connection")),
      last_failure: say("connections.last_failure"),
      poll_cursor: say("connections.poll_cursor"),
      used: 10,
      allowed: 100,
    }, {
      org_id,
      id: idOf(org, "notion connection"),
      service: "notion",
      name: say("connections.name").slice(0, 80) || "x",
      state: "connected",
      outside_id: say("connections.outside_id") || "x",
      settings: { place: "place", placeName: say("connections.settings") },
    }, {
      org_id,
      id: idOf(org, "salesforce connection"),
      service: "salesforce",
      name: say("connections.name").slice(0, 80) || "x",
      state: "connected",
      outside_id: say("connections.outside_id") || "x",
      settings: { customObjects: [say("connections.settings")] },
    }]],
    ["connection_attempts", [{
      org_id,
      id: idOf(org, "connection attempt"),
      connection_id,
      member_id: idOf(org, "member", "admin"),
      state_hash: hashToken(tokenOf(org, "connection attempt")),
      expires_at: later,
    }]],
    ["deliveries", [{
      org_id,
      id: idOf(org, "delivery"),
      connection_id,
      source: "hook",
      dedupe_key: say("deliveries.dedupe_key") || "x",
      kind: say("deliveries.kind").slice(0, 80) || "x",
      record_id: say("deliveries.record_id") || "x",
      record_name: say("deliveries.record_name"),
      body: { stage: say("deliveries.body") },
      state: "done",
      why: say("deliveries.why"),
      fates: [{
        workflow: idOf(org, "workflow"),
        name: say("deliveries.fates"),
        fate: "not_started",
        why: say("deliveries.fates"),
        run: null,
      }],
    }]],
    ["connection_schemas", [{
      org_id,
      connection_id,
      fields: [{
        id: "amount",
        label: say("connection_schemas.fields"),
        of: say("connection_schemas.fields"),
        type: "money",
        custom: false,
      }],
      stages: [{
        id: "won",
        label: say("connection_schemas.stages"),
        active: true,
        won: true,
      }],
      places: [{ id: "place", label: say("connection_schemas.places") }],
      sample: { amount: say("connection_schemas.sample") },
      faults: [say("connection_schemas.faults")],
    }, {
      org_id,
      connection_id: idOf(org, "notion connection"),
      fields: [{
        id: "title",
        label: say("connection_schemas.fields"),
        of: say("connection_schemas.fields"),
        type: "choice",
        custom: true,
      }],
      places: [{ id: "place", label: say("connection_schemas.places") }],
      faults: [say("connection_schemas.faults")],
    }]],
    ["field_mappings", [{
      org_id,
      id: idOf(org, "field mapping"),
      connection_id,
      field: say("field_mappings.field") || "x",
      field_label: say("field_mappings.field_label") || "x",
      field_of: say("field_mappings.field_of"),
      type: "text",
      target: "industry",
    }]],
    ["refreshes", [{
      org_id,
      id: idOf(org, "refresh"),
      connection_id,
      state: "done",
      records: 1,
      why: say("refreshes.why"),
      ended_at: "2026-01-01",
    }]],
    ["outside_records", [{
      org_id,
      id: idOf(org, "outside record"),
      connection_id,
      record_id: say("outside_records.record_id") || "x",
      name: say("outside_records.name"),
      url: say("outside_records.url"),
      stage: say("outside_records.stage"),
      stage_label: say("outside_records.stage_label"),
      state: "linked",
      account_id: idOf(org, "account"),
      mapped: {
        industry: {
          field: "industry",
          label: say("outside_records.mapped"),
          value: say("outside_records.mapped"),
        },
      },
      changed_at: "2026-01-01",
    }]],
    ["outside_texts", [{
      org_id,
      id: idOf(org, "outside text"),
      outside_record_id: idOf(org, "outside record"),
      text_id: say("outside_texts.text_id") || "x",
      kind: "note",
      title: say("outside_texts.title") || "x",
      body: say("outside_texts.body") || "x",
    }]],
  ];
}

export function connectorObjectsOf(org: OrgName): Record<string, string> {
  return {
    connection: idOf(org, "connection"),
    notion: idOf(org, "notion connection"),
    salesforce: idOf(org, "salesforce connection"),
    delivery: idOf(org, "delivery"),
    fieldMapping: idOf(org, "field mapping"),
    outsideRecord: idOf(org, "outside record"),
  };
}
