import { z } from "zod";
import { newId } from "../base/tokens.ts";
import { ACTION_TYPES, FIELD_TYPES, OWNERS } from "./action_types.ts";
import { type Action, type Content, contentSchema, newAction } from "./template_content.ts";

const short = z.string().max(200);
const long = z.string().max(5_000);

export const outlineQuestion = z.object({
  label: z.string().min(1).max(300),
  type: z.enum(FIELD_TYPES.map(({ type }) => type)),
  required: z.boolean().default(true),
  options: z.array(short).max(30).default([]),
});

const outlineAction = z.object({
  type: z.enum(ACTION_TYPES.map(({ type }) => type)),
  label: z.string().min(1).max(200),
  owner: z.enum(OWNERS.map(({ owner }) => owner)).optional(),
  /** After the milestone starts. */
  delay_hours: z.int().min(0).max(720).default(0),
  /** Working days after it became due. */
  due_days: z.int().min(0).max(365).optional(),
  blocker: z.boolean().default(false),
  /** A mail's. */
  subject: short.optional(),
  /** A mail's text, a form's or a request's introduction, an agenda, a message. */
  text: z.string().max(10_000).optional(),
  questions: z.array(outlineQuestion).max(30).optional(),
  /** Names of the documents or files that are asked for. */
  files: z.array(z.string().min(1).max(200)).max(20).optional(),
  minutes: z.int().min(5).max(480).optional(),
  channel: z.string().max(80).optional(),
});

/** A template as a writer tells it, before it has ids and all that an editor may set. */
export const outlineSchema = z.object({
  name: z.string().min(1).max(120),
  description: z.string().max(1_000).default(""),
  milestones: z.array(z.object({
    name: z.string().min(1).max(120),
    duration_days: z.int().min(1).max(365),
    our_text: long.default(""),
    your_text: long.default(""),
    actions: z.array(outlineAction).max(20),
  })).min(1).max(20),
});

export type Outline = z.infer<typeof outlineSchema>;
export type OutlineMilestone = Outline["milestones"][number];
export type OutlineAction = OutlineMilestone["actions"][number];
export type OutlineQuestion = z.infer<typeof outlineQuestion>;

export interface ProposedTemplate {
  name: string;
  description: string;
  content: Content;
}

/** What a writer cannot set is set as for an action that was added by hand: nothing leaves unread. */
export function proposalOf({ name, description, milestones }: Outline): ProposedTemplate {
  return {
    name: oneLine(name),
    description,
    content: contentSchema.parse({
      milestones: milestones.map(({ actions, ...milestone }) => ({
        id: newId(),
        ...milestone,
        actions: actions.map(actionOf),
      })),
    }),
  };
}

export function actionOf(outline: OutlineAction): Action {
  const action = newAction(outline.type, newId(), oneLine(outline.label));
  action.trigger = { kind: "milestone_start", delay_hours: outline.delay_hours };
  action.blocker = outline.blocker;
  action.owner = outline.owner ?? action.owner;
  if (outline.due_days !== undefined) action.due_days = outline.due_days;
  const text = outline.text ?? "";
  switch (action.type) {
    case "SEND_EMAIL":
      Object.assign(action.content, { subject: outline.subject ?? "", body: text });
      break;
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      action.content.intro = text.slice(0, 5_000);
      action.content.files = (outline.files ?? [outline.label]).map((name) => (
        { id: newId(), name, help: "", required: true, accepts: [] }
      ));
      break;
    case "COLLECT_INFO":
      action.content.intro = text.slice(0, 5_000);
      action.content.questions = (outline.questions ?? []).map(questionOf);
      break;
    case "SCHEDULE_MEETING":
      action.content.agenda = text.slice(0, 5_000);
      action.content.minutes = outline.minutes ?? action.content.minutes;
      break;
    case "SLACK":
      action.content.text = text.slice(0, 5_000);
      action.content.channel = /^[#@]?[^\s#@]+$/.test(outline.channel ?? "")
        ? outline.channel!
        : "#customer-success";
  }
  return action;
}

/** A choice without options cannot be answered, so it becomes a line to write on. */
export function questionOf({ label, type, required, options }: OutlineQuestion) {
  const choosing = type === "choice" || type === "multiple_choice";
  return {
    id: newId(),
    label,
    type: choosing && options.length < 2 ? "short_text" as const : type,
    help: "",
    required,
    options: choosing && options.length >= 2 ? options : [],
  };
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
