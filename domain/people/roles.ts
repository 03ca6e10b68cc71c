import type { Role } from "../base/schema.ts";

export const ROLES: { role: Role; label: string; does: string }[] = [
  { role: "admin", label: "Admin", does: "Everything, including people and settings" },
  { role: "ops", label: "Operations", does: "Templates, imports, connectors and settings" },
  { role: "leader", label: "Leader", does: "Reads everything and sees the metrics" },
  { role: "csm", label: "CSM", does: "Carries customers through onboarding" },
  { role: "ae", label: "Account executive", does: "Completes handoffs" },
];

/** What a person may do. Later areas add their lines here, so that one table answers for all. */
const allowed = {
  "members.read": ["admin", "ops", "leader", "csm", "ae"],
  "members.change": ["admin"],
  "org.read": ["admin", "ops", "leader", "csm", "ae"],
  "org.change": ["admin", "ops"],
  "branding.change": ["admin", "ops"],
  "domains.change": ["admin"],
  "jobs.read": ["admin"],
  "jobs.retry": ["admin"],
  "mails.settle": ["admin"],
  "audit.read": ["admin", "leader"],
  "templates.read": ["admin", "ops", "leader", "csm", "ae"],
  "templates.change": ["admin", "ops"],
  "model.change": ["admin", "ops"],
  "templates.suggest": ["admin", "ops", "leader", "csm"],
  // An account executive reads the accounts that name them, and no others.
  "accounts.read": ["admin", "ops", "leader", "csm", "ae"],
  "accounts.readAll": ["admin", "ops", "leader", "csm"],
  "accounts.note": ["admin", "ops", "leader", "csm", "ae"],
  "accounts.change": ["admin", "ops", "csm"],
  "accounts.assign": ["admin", "ops", "csm"],
  "accounts.archive": ["admin", "ops", "csm"],
  "rounds.run": ["admin", "ops", "csm"],
  "fields.change": ["admin", "ops"],
  "imports.run": ["admin", "ops"],
  "handoffs.ask": ["admin", "ops", "csm"],
  // An account executive completes the handoffs that ask them.
  "handoffs.complete": ["admin", "ops", "ae"],
  "handoffs.change": ["admin", "ops"],
  "plans.apply": ["admin", "ops", "csm"],
  "plans.change": ["admin", "ops", "csm"],
  "actions.work": ["admin", "ops", "csm", "ae"],
  "drafts.review": ["admin", "ops", "csm"],
  "mails.file": ["admin", "ops", "csm"],
  "mails.receive": ["admin", "ops"],
  // Whoever works on a queue does its tasks; these say more than that.
  "tasks.work": ["admin", "ops", "leader", "csm", "ae"],
  "tasks.readAll": ["admin", "ops", "leader"],
  "queues.change": ["admin", "ops"],
  "connectors.read": ["admin", "ops"],
  "connectors.map": ["admin", "ops"],
  "connectors.change": ["admin"],
  "workflows.read": ["admin", "ops", "leader"],
  "workflows.change": ["admin", "ops"],
  "runs.read": ["admin", "ops", "leader", "csm"],
  "runs.start": ["admin", "ops", "csm"],
  "runs.repair": ["admin", "ops"],
  // A CSM reads the numbers of their own accounts.
  "metrics.read": ["admin", "ops", "leader", "csm"],
  "metrics.readAll": ["admin", "ops", "leader"],
} satisfies Record<string, Role[]>;

export type Ability = keyof typeof allowed;

export function may(roles: readonly Role[], ability: Ability): boolean {
  const granted: readonly Role[] = allowed[ability];
  return roles.some((role) => granted.includes(role));
}

/** Such as "an admin or somebody in operations". */
export function whoMay(ability: Ability): string {
  return (allowed[ability] as readonly Role[]).map((role) => SOMEBODY[role]).join(" or ");
}

const SOMEBODY: Record<Role, string> = {
  admin: "an admin",
  ops: "somebody in operations",
  leader: "a leader",
  csm: "a CSM",
  ae: "an account executive",
};

export function roleLabels(roles: readonly Role[]): string {
  return ROLES.filter(({ role }) => roles.includes(role)).map(({ label }) => label).join(", ");
}
