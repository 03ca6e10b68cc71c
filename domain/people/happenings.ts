import type { Role } from "../base/schema.ts";
import type { Activity } from "./activity.ts";
import { roleLabels } from "./roles.ts";

/** An event in words, after the name of who did it: "invited ann@example.com as CSM". */
export function happened({ kind, data }: Pick<Activity, "kind" | "data">): string {
  const say = SENTENCES[kind];
  return say ? say(data) : kind.replaceAll(/[._]/g, " ");
}

/** What can be filtered by, and the words for it. */
export const NOUNS: { noun: string; label: string }[] = [
  { noun: "member", label: "Members" },
  { noun: "invitation", label: "Invitations" },
  { noun: "access", label: "Requests for access" },
  { noun: "org", label: "Organisation" },
  { noun: "holiday", label: "Holidays" },
  { noun: "branding", label: "Branding" },
  { noun: "identity", label: "Signing in" },
  { noun: "mail", label: "Mail" },
  { noun: "job", label: "Jobs" },
  { noun: "template", label: "Templates" },
];

export interface Difference {
  field: string;
  before: string;
  after: string;
}

/** What changed, field by field, where the event kept it. */
export function differencesIn({ data }: Pick<Activity, "data">): Difference[] {
  const changes = data.changes;
  if (typeof changes !== "object" || changes === null) return [];
  return Object.entries(changes).filter(([, pair]) => Array.isArray(pair)).map(([field, pair]) => ({
    field: FIELDS[field] ?? field.replaceAll("_", " "),
    before: value(field, (pair as unknown[])[0]),
    after: value(field, (pair as unknown[])[1]),
  }));
}

type Data = Record<string, unknown>;

const text = (data: Data, field: string) => String(data[field] ?? "somebody");
const roles = (data: Data) => roleLabels((data.roles ?? []) as Role[]);

const SENTENCES: Record<string, (data: Data) => string> = {
  "org.created": (data) => `founded ${text(data, "name")}`,
  "org.changed": () => "changed the organisation's settings",
  "branding.changed": () => "changed the branding",
  "holiday.added": (data) => `added the holiday ${holiday(data)}`,
  "holiday.removed": (data) => `removed the holiday ${holiday(data)}`,
  "member.joined": (data) => roles(data) ? `joined as ${roles(data)}` : "joined",
  "member.renamed": () => "changed their name",
  "member.roles_changed": (data) => `changed the roles of ${text(data, "name")}`,
  "member.deactivated": (data) => `deactivated ${text(data, "name")}`,
  "member.reactivated": (data) => `reactivated ${text(data, "name")}`,
  "member.sign_in_help_sent": (data) => `sent sign-in help to ${text(data, "name")}`,
  "invitation.sent": (data) => `invited ${text(data, "email")} as ${roles(data)}`,
  "invitation.resent": (data) => `sent the invitation of ${text(data, "email")} again`,
  "invitation.revoked": (data) => `revoked the invitation of ${text(data, "email")}`,
  "access.requested": (data) => `${text(data, "email")} asked for access`,
  "identity.signed_up": () => "signed up",
  "identity.signed_in": (data) => `signed in${data.method === "mail" ? " by mail" : ""}`,
  "identity.signed_out": () => "signed out",
  "identity.password_changed": () => "changed their password",
  "identity.password_reset": () => "set a new password by mail",
  "identity.sessions_ended": () => "ended their other sessions",
  "access.answered": (data) => `answered the request of ${text(data, "email")}`,
  "template.created": (data) => `created the template ${text(data, "name")}`,
  "template.described": (data) => `described the template ${text(data, "name")} anew`,
  "template.edited": (data) => `edited the template ${text(data, "name")}`,
  "template.published": (data) =>
    `published revision ${text(data, "number")} of the template ${text(data, "name")}`,
  "template.archived": (data) => `archived the template ${text(data, "name")}`,
  "template.restored": (data) => `restored the template ${text(data, "name")}`,
  "template.suggested": (data) => `suggested a change of the template ${text(data, "name")}`,
  "template.suggestion_settled": (data) =>
    `answered a suggestion for the template ${text(data, "name")}`,
  "access.refused": (data) => `declined the request of ${text(data, "email")}`,
};

const FIELDS: Record<string, string> = {
  support_email: "support address",
  time_zone: "time zone",
  working_days: "working days",
};

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function value(field: string, kept: unknown): string {
  if (kept === null || kept === undefined || kept === "") return "nothing";
  if (field === "roles") return roleLabels(kept as Role[]);
  if (field === "working_days") return (kept as number[]).map((day) => DAYS[day - 1]).join(", ");
  return Array.isArray(kept) ? kept.join(", ") : String(kept);
}

function holiday({ day, name }: Data): string {
  return name ? `${name} (${day})` : String(day);
}
