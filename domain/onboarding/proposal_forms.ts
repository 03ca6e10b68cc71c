import { z } from "zod";
import type { FieldErrors, Typed } from "../base/forms.ts";
import { newId } from "../base/tokens.ts";
import { type Action, type Content, contentSchema, type Milestone } from "./template_content.ts";
import { descriptionSchema, text, typedForm, version } from "./template_forms.ts";
import type { ProposedTemplate } from "./template_outline.ts";

export const wishForm = z.strictObject({
  wish: text(8_000, "Describe the onboarding in a few words."),
  rules: z.literal("yes", { error: "Press one button." }).optional(),
});

export const againForm = z.strictObject({
  rules: z.literal("yes", { error: "Press one button." }).optional(),
});

export const reviewForm = z.object({
  version,
  press: z.enum(["take", "keep"], { error: "Press one button." }),
}).catchall(z.string({ error: "Open this page again." }).max(20_000, "This text is too long."));

/** The action's form as it stands in the browser, half filled or not. */
export const unsavedForm = typedForm;

/**
 * All of a proposal stands in one form, each part under its place: "m.0.name", "m.0.a.2.label".
 * A part that is not kept is left out.
 */
export function typedProposal({ name, description, content }: ProposedTemplate): Typed {
  const typed: Typed = { name, description };
  content.milestones.forEach((milestone, m) => {
    const at = `m.${m}`;
    Object.assign(typed, {
      [`${at}.keep`]: "on",
      [`${at}.name`]: milestone.name,
      [`${at}.days`]: String(milestone.duration_days),
      [`${at}.our_text`]: milestone.our_text,
      [`${at}.your_text`]: milestone.your_text,
    });
    milestone.actions.forEach((action, a) => {
      for (const [field, value] of Object.entries(typedAction(action))) {
        typed[`${at}.a.${a}.${field}`] = value;
      }
    });
  });
  return typed;
}

function typedAction(action: Action): Record<string, string> {
  const { trigger } = action;
  return {
    keep: "on",
    label: action.label,
    ...trigger.kind === "milestone_start" ? { hours: String(trigger.delay_hours) } : {},
    ...typedContent(action),
  };
}

function typedContent({ type, content }: Action): Record<string, string> {
  switch (type) {
    case "SEND_EMAIL":
      return { subject: content.subject, text: content.body };
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return { text: content.intro, list: content.files.map(({ name }) => name).join("\n") };
    case "COLLECT_INFO":
      return { text: content.intro, list: content.questions.map(({ label }) => label).join("\n") };
    case "SCHEDULE_MEETING":
      return { text: content.agenda, minutes: String(content.minutes) };
    case "SLACK":
      return { text: content.text, channel: content.channel };
  }
}

export type ReadReview =
  | { ok: true; value: ProposedTemplate }
  | { ok: false; errors: FieldErrors };

const KNOWN =
  /^(name|description|m\.\d{1,2}\.(keep|name|days|our_text|your_text|a\.\d{1,2}\.(keep|label|hours|subject|text|list|minutes|channel)))$/;

/** What the form says of the proposal `before`, whose ids and settings stay. */
export function readReview(typed: Typed, before: ProposedTemplate): ReadReview {
  const stranger = Object.keys(typed).find((name) => !KNOWN.test(name));
  if (stranger) {
    const says = `This form has no field named ${stranger.slice(0, 100)}`;
    return { ok: false, errors: { form: says } };
  }
  const facts = descriptionSchema.pick({ name: true, description: true })
    .safeParse({ name: typed.name, description: typed.description });
  const places: string[] = [];
  const content = contentSchema.safeParse(keptContent(typed, before.content, places));
  const errors: FieldErrors = {};
  for (const { path, message } of facts.error?.issues ?? []) errors[String(path[0])] ??= message;
  for (const { path, message } of content.error?.issues ?? []) {
    errors[fieldOf(path, places)] ??= message;
  }
  for (const place of places) {
    const [field, what] = /\.a\.\d+$/.test(place) ? ["label", "action"] : ["name", "milestone"];
    if (!String(typed[`${place}.${field}`] ?? "").trim()) {
      errors[`${place}.${field}`] ??= `Enter a ${field} for the ${what}.`;
    }
  }
  if (places.length === 0) errors.form ??= "Keep at least one milestone.";
  if (!facts.success || !content.success || Object.keys(errors).length > 0) {
    return { ok: false, errors };
  }
  return { ok: true, value: { ...facts.data, content: content.data } };
}

/** `places` notes where each kept part stands in the form, milestones each before their actions. */
function keptContent(typed: Typed, { milestones }: Content, places: string[]): unknown {
  return {
    milestones: milestones.flatMap((milestone, m) => {
      const at = `m.${m}`;
      if (typed[`${at}.keep`] !== "on") return [];
      places.push(at);
      return [keptMilestone(typed, at, milestone, places)];
    }),
  };
}

function keptMilestone(typed: Typed, at: string, milestone: Milestone, places: string[]): unknown {
  return {
    ...milestone,
    name: typed[`${at}.name`],
    duration_days: number(typed[`${at}.days`]),
    our_text: typed[`${at}.our_text`],
    your_text: typed[`${at}.your_text`],
    actions: milestone.actions.flatMap((action, a) => {
      const place = `${at}.a.${a}`;
      if (typed[`${place}.keep`] !== "on") return [];
      places.push(place);
      return [keptAction((field) => typed[`${place}.${field}`], action)];
    }),
  };
}

type Field = (name: string) => Typed[string] | undefined;

function keptAction(field: Field, action: Action): unknown {
  const { trigger } = action;
  return {
    ...action,
    label: field("label"),
    trigger: trigger.kind === "manual"
      ? trigger
      : { ...trigger, delay_hours: number(field("hours")) },
    content: keptContentOf(field, action),
  };
}

function keptContentOf(field: Field, { type, content }: Action): unknown {
  switch (type) {
    case "SEND_EMAIL":
      return { ...content, subject: field("subject"), body: field("text") };
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return {
        intro: field("text"),
        files: linesOf(field("list")).map((name) =>
          content.files.find((one) => one.name === name) ??
            { id: newId(), name, help: "", required: true, accepts: [] }
        ),
      };
    case "COLLECT_INFO":
      return {
        intro: field("text"),
        questions: linesOf(field("list")).map((label) =>
          content.questions.find((one) => one.label === label) ??
            { id: newId(), type: "short_text", label, help: "", required: true, options: [] }
        ),
      };
    case "SCHEDULE_MEETING":
      return { ...content, agenda: field("text"), minutes: number(field("minutes")) };
    case "SLACK":
      return { channel: field("channel"), text: field("text") };
  }
}

const linesOf = (text: Typed[string] | undefined) =>
  String(text ?? "").split(/\r\n?|\n/).map((line) => line.trim()).filter(Boolean);

function number(text: Typed[string] | undefined): unknown {
  return typeof text === "string" && /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : text;
}

const FIELDS: Record<string, string> = {
  duration_days: "days",
  delay_hours: "hours",
  body: "text",
  intro: "text",
  agenda: "text",
  files: "list",
  questions: "list",
};

/** The field that an error of the content belongs to: places count kept parts only. */
function fieldOf(path: PropertyKey[], places: string[]): string {
  const milestones = places.filter((place) => !place.includes(".a."));
  const milestone = milestones[Number(path[1])];
  if (path[0] !== "milestones" || milestone === undefined) return "form";
  const inner = path[2] === "actions" ? path.slice(4) : path.slice(2);
  const name = inner.map(String).find((part) => part in FIELDS) ?? String(inner.at(-1) ?? "name");
  const field = FIELDS[name] ?? name;
  if (path[2] !== "actions") return `${milestone}.${field}`;
  const actions = places.filter((place) => place.startsWith(`${milestone}.a.`));
  const action = actions[Number(path[3])];
  return action ? `${action}.${field}` : "form";
}
