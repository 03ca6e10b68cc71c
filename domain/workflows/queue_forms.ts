import { z } from "zod";
import type { Role } from "../base/schema.ts";
import { ROLES } from "../people/roles.ts";
import type { QueueChange } from "./queues.ts";
import { TASK_KINDS } from "./task_words.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const uuid = z.string().regex(UUID, "Choose from the list.");
const name = z.string().trim().min(1, "Enter a name.").max(80, "Use at most 80 characters.");
const version = z.coerce.number().int();

export const newQueueForm = z.strictObject({
  name,
  kind: z.enum(TASK_KINDS.map(({ kind }) => kind), { error: "Choose what its tasks ask." }),
});

export const archiveForm = z.strictObject({
  version,
  move_to: z.union([z.literal(""), uuid]).optional(),
}).transform(({ version, move_to }) => ({ version, moveTo: move_to || undefined }));

const slaHours = z.string().trim().default("")
  .refine((typed) => typed === "" || /^[1-9]\d{0,2}$/.test(typed), {
    message: "Enter whole hours from 1 to 999, or leave it empty.",
  }).transform((typed) => typed === "" ? null : Number(typed));

/** "", "role:csm", or the id of a person. */
const escalation = z.string().default("").refine(
  (typed) => typed === "" || UUID.test(typed) || roleIn(typed) !== undefined,
  { message: "Choose from the list." },
);

const list = z.union([uuid.transform((one) => [one]), z.array(uuid)]).default([]);

export const queueForm = z.strictObject({
  version,
  name,
  about: z.string().trim().max(500, "Use at most 500 characters.").default(""),
  sla_hours: slaHours,
  escalate: escalation,
  members: list,
}).transform(({ version, name, about, sla_hours, escalate, members }) => ({
  version,
  change: {
    name,
    about,
    slaHours: sla_hours,
    escalateTo: UUID.test(escalate) ? escalate : null,
    escalateRole: roleIn(escalate) ?? null,
    memberIds: members,
  } satisfies QueueChange,
}));

function roleIn(typed: string): Role | undefined {
  return ROLES.find(({ role }) => typed === `role:${role}`)?.role;
}
