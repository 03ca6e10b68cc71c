import type { RouteTable } from "../routes_table.ts";

const at = "/workflows/{workflow}";
const read = "workflows.read";
const change = "workflows.change";
const facts = { name: "Segment routing", about: "For every closed deal" };

const FILE = `thread_workflow: 1
name: From a file
nodes:
  - { id: n1, kind: start, title: Start, x: 0, y: 0, config: {} }
`;

/** Workflows: their list, their canvas, what was published. */
export const workflows: RouteTable = {
  "GET /workflows": {
    may: read,
    at: "/workflows?q=canary&state=active&after={workflow}&before={archivedWorkflow}",
  },
  "GET /workflows/new": { may: change, at: "/workflows/new?starter=approval-gate" },
  "POST /workflows": { may: change, form: { ...facts, starter: "blank" }, to: "/workflows/*" },
  "GET /workflows/imports": { may: change },
  "POST /workflows/imports": {
    may: change,
    form: { yaml: FILE, save: "yes" },
    optional: ["file"],
    to: "/workflows/*",
  },
  "GET /workflows/:id": { may: read, at },
  "GET /workflows/:id/steps/:step": { may: read, at: `${at}/steps/n2` },
  "GET /workflows/:id/news": {
    may: read,
    at: `${at}/news?rev=7&chosen=n1,n2&was=0`,
  },
  "POST /workflows/:id/presence": { may: read, at: `${at}/presence` },
  "POST /workflows/:id/edits": {
    may: change,
    at: `${at}/edits`,
    form: { op: "rename", rev: "1", node: "n2", title: "The end" },
    optional: [
      ...["do", "chosen", "open", "nodes", "kind", "after", "port", "to", "between"],
      ...["heal", "replace", "x", "y", "dx", "dy", "text", "press", "was"],
    ],
    to: `${at}/steps/n2`,
  },
  "GET /workflows/:id/details": { may: change, at: `${at}/details` },
  "POST /workflows/:id/details": {
    may: change,
    at: `${at}/details`,
    form: { ...facts, owner: "{adminMember}", version: "1" },
    to: at,
  },
  "GET /workflows/:id/copies": { may: change, at: `${at}/copies` },
  "POST /workflows/:id/copies": {
    may: change,
    at: `${at}/copies`,
    form: { name: "A copy" },
    to: "/workflows/*",
  },
  "GET /workflows/:id/archival": { may: change, at: `${at}/archival` },
  "POST /workflows/:id/archival": { may: change, at: `${at}/archival`, to: "/workflows" },
  "POST /workflows/:id/restoration": {
    may: change,
    at: "/workflows/{archivedWorkflow}/restoration",
    to: "/workflows/{archivedWorkflow}",
  },
  "GET /workflows/:id/export": { may: read, at: `${at}/export` },
  "GET /workflows/:id/publication": { may: change, at: `${at}/publication` },
  "POST /workflows/:id/publication": {
    may: change,
    at: `${at}/publication`,
    form: { rev: "1", says: "What is new", activate: "on" },
    to: at,
  },
  "POST /workflows/:id/activation": {
    may: change,
    at: `${at}/activation`,
    form: { state: "paused" },
    to: at,
  },
  "GET /workflows/:id/versions": { may: read, at: `${at}/versions?before=9` },
  "GET /workflows/:id/versions/:number": { may: read, at: `${at}/versions/1?against=draft` },
  "POST /workflows/:id/versions/:number/restoration": {
    may: change,
    at: `${at}/versions/1/restoration`,
    to: at,
  },
};
