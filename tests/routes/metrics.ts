import type { RouteTable } from "../routes_table.ts";

const scope = "period=12m&segment=canary&source=hand";

/** Numbers for leaders, and the accounts behind each of them. */
export const metrics: RouteTable = {
  "GET /metrics": { may: "metrics.read", at: `/metrics?${scope}` },
  "GET /metrics/numbers.csv": { may: "metrics.read" },
  "GET /metrics/groups": { may: "metrics.read", at: `/metrics/groups?by=template&${scope}` },
  "GET /metrics/groups.csv": { may: "metrics.read", at: "/metrics/groups.csv?by=segment" },
  "GET /metrics/milestones": { may: "metrics.read", at: `/metrics/milestones?${scope}` },
  "GET /metrics/milestones.csv": { may: "metrics.read" },
  "GET /metrics/work": { may: "metrics.read", at: `/metrics/work?${scope}` },
  "GET /metrics/accounts": {
    may: "metrics.read",
    at: "/metrics/accounts?number=live&least=1&most=90&first=2026-01-01&last=2026-12-31" +
      "&milestone=canary&after={account}",
  },
  "GET /metrics/accounts.csv": { may: "metrics.read", at: "/metrics/accounts.csv?number=running" },
};
