import { idOf, type OrgName, type Row } from "./seeds.ts";

const STATES = ["asked", "running", "done"] as const;

/** A round that waits to be confirmed, one that runs and one that can be undone. */
export function roundRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  const common = (state: typeof STATES[number]) => ({
    org_id,
    round_id: idOf(org, "round", state),
  });
  return [
    [
      "account_rounds",
      STATES.map((state) => ({
        org_id,
        id: idOf(org, "round", state),
        kind: "archive",
        state,
        query: new URLSearchParams({ view: "all", q: say("account_rounds.query") }).toString(),
        total: 1,
        waiting: state === "done" ? 0 : 1,
        changed: state === "done" ? 1 : 0,
        member_id: idOf(org, "member", "ops"),
        ended_at: state === "done" ? new Date(Date.now() + 6 * 3_600_000) : null,
      })),
    ],
    [
      "account_round_accounts",
      STATES.map((state) => ({
        ...common(state),
        account_id: idOf(org, "account"),
        state: state === "done" ? "changed" : "waiting",
        said: say("account_round_accounts.said"),
      })),
    ],
  ];
}

export function roundObjectsOf(org: OrgName): Record<string, string> {
  return Object.fromEntries(STATES.map((state) => [`${state}Round`, idOf(org, "round", state)]));
}
