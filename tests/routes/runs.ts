import type { RouteTable } from "../routes_table.ts";

const failed = "/runs/{failedRun}";

/** Runs of workflows, what repairs them, and what starts them. */
export const runs: RouteTable = {
  "GET /runs": { may: "runs.read", at: "/runs?state=failed" },
  "POST /runs/retries": {
    may: "runs.repair",
    form: { workflow: "{workflow}", node: "n2", cause: "missing_data" },
    to: "/runs",
  },
  "GET /runs/:run": { may: "runs.read", at: failed },
  "POST /runs/:run/retry": { may: "runs.repair", at: `${failed}/retry`, to: failed },
  "POST /runs/:run/skip": {
    may: "runs.repair",
    at: "/runs/{standingRun}/skip",
    form: { port: "next", reason: "They called" },
    to: "/runs/{standingRun}",
  },
  "POST /runs/:run/cancel": {
    may: "runs.repair",
    at: `${failed}/cancel`,
    form: { cancel_reason: "It is not needed" },
    to: failed,
  },
  "POST /runs/:run/restart": { may: "runs.repair", at: `${failed}/restart`, to: "/runs/*" },
  "GET /workflows/:id/start": {
    may: "runs.start",
    at: "/workflows/{workflow}/start",
  },
  "POST /workflows/:id/start": {
    may: "runs.start",
    at: "/workflows/{workflow}/start",
    form: { field_company: "Contoso" },
    to: "/runs/*",
  },
  "GET /workflows/:id/hook": { may: "workflows.change", at: "/workflows/{workflow}/hook" },
  "POST /workflows/:id/hook": { may: "workflows.change", at: "/workflows/{workflow}/hook" },
  // Without a signature nobody is let in; routes/runs_test.ts signs.
  "POST /hooks/w/:token": { may: "anyone", machine: true },
};
