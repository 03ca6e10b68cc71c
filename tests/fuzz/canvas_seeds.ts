import { idOf, type OrgName, type Row } from "./seeds.ts";

/** What is drawn and copied: beside the workflows that run, one that is archived. */
export function canvasRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  return [
    ["workflows", [{
      org_id,
      id: idOf(org, "archived workflow"),
      name: `Archived ${say("workflows.name")}`,
      about: say("workflows.about"),
      state: "archived",
      archived_at: "2026-01-01",
      draft: fragmentOf(say("workflows.draft")),
    }]],
    ["workflow_clips", [{
      org_id,
      member_id: idOf(org, "member", "ops"),
      fragment: fragmentOf(say("workflow_clips.fragment")),
    }]],
  ];
}

function fragmentOf(title: string) {
  return {
    nodes: [{ id: "n1", kind: "end", title, x: 0, y: 0, config: { outcome: title } }],
    edges: [],
    notes: [],
  };
}
