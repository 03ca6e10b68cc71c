import { type Typed } from "../base/forms.ts";
import { type Action, actionSchema } from "./template_content.ts";
import type { ActionType } from "./action_types.ts";
import { RECIPIENT_ROLES } from "./action_types.ts";

/**
 * An action's form names each field by its path in the action, so that an error of the schema finds
 * its field: "content.questions.0.label". The files and questions of a list are numbered.
 */
export function typedAction(action: Action): Typed {
  const typed: Typed = {
    label: action.label,
    "trigger.kind": action.trigger.kind,
    "trigger.delay_hours": action.trigger.kind === "milestone_start"
      ? String(action.trigger.delay_hours)
      : "0",
    owner: action.owner,
    due_days: action.due_days === undefined ? "" : String(action.due_days),
    ...ticked(action, SWITCHES),
  };
  return { ...typed, ...typedContent(action) };
}

const SWITCHES = [
  "dashboard_visible",
  "portal_visible",
  "blocker",
  "send_without_review",
] as const;

function ticked<K extends string>(values: Record<K, boolean>, names: readonly K[]): Typed {
  return Object.fromEntries(names.filter((name) => values[name]).map((name) => [name, "on"]));
}

function typedContent({ type, content }: Action): Typed {
  switch (type) {
    case "SEND_EMAIL":
      return {
        ...typedPeople("to", content.to),
        ...typedPeople("cc", content.cc),
        ...typedPeople("bcc", content.bcc),
        "content.subject": content.subject,
        "content.body": content.body,
      };
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return {
        "content.intro": content.intro,
        ...numbered("files", content.files, ({ id, name, help, required, accepts }) => ({
          id,
          name,
          help,
          accepts,
          ...required ? { required: "on" } : {},
        })),
      };
    case "COLLECT_INFO":
      return {
        "content.intro": content.intro,
        ...numbered("questions", content.questions, (question) => ({
          id: question.id,
          type: question.type,
          label: question.label,
          help: question.help,
          options: question.options.join("\n"),
          "show_when.question": question.show_when?.question ?? "",
          "show_when.is": question.show_when?.is ?? "",
          ...question.required ? { required: "on" } : {},
        })),
      };
    case "SCHEDULE_MEETING":
      return {
        "content.minutes": String(content.minutes),
        ...typedPeople("attendees", content.attendees),
        "content.agenda": content.agenda,
        "content.booking_url": content.booking_url,
      };
    case "SLACK":
      return { "content.channel": content.channel, "content.text": content.text };
  }
}

function typedPeople(name: string, recipients: string[]): Typed {
  return {
    [`content.${name}`]: recipients.filter((one) => isRole(one)),
    [`content.${name}_others`]: recipients.filter((one) => !isRole(one)).join(", "),
  };
}

function numbered<T>(name: string, list: T[], typed: (one: T) => Typed): Typed {
  return Object.fromEntries(
    list.flatMap((one, i) =>
      Object.entries(typed(one)).map(([field, value]) => [`content.${name}.${i}.${field}`, value])
    ),
  );
}

const isRole = (name: string) => RECIPIENT_ROLES.some(({ role }) => role === name);

/** How many entries of a list a form holds. */
export function countTyped(typed: Typed, name: "files" | "questions"): number {
  const pattern = new RegExp(`^content\\.${name}\\.(\\d{1,3})\\.`);
  return Object.keys(typed).reduce((count, field) => {
    const found = pattern.exec(field);
    return found ? Math.max(count, Number(found[1]) + 1) : count;
  }, 0);
}

export type ReadAction =
  | { ok: true; action: Action }
  | { ok: false; errors: Record<string, string> };

/** Reads what was typed into the form of an action of this type. */
export function readAction(type: ActionType, id: string, typed: Typed): ReadAction {
  const strangers = Object.keys(typed).filter((name) => !KNOWN.test(name));
  if (strangers.length > 0) {
    const names = strangers.join(", ").slice(0, 200);
    return { ok: false, errors: { form: `This form has no field named ${names}` } };
  }
  const result = actionSchema.safeParse({
    id,
    type,
    label: typed.label,
    trigger: typed["trigger.kind"] === "milestone_start"
      ? { kind: "milestone_start", ...delayOf(typed["trigger.delay_hours"]) }
      : { kind: typed["trigger.kind"] },
    owner: typed.owner,
    ...isBlank(typed.due_days) ? {} : { due_days: number(typed.due_days) },
    ...Object.fromEntries(SWITCHES.map((name) => [name, on(typed[name])])),
    content: readContent(type, typed),
  });
  if (result.success) return { ok: true, action: result.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of result.error.issues) errors[fieldOf(path)] ??= message;
  return { ok: false, errors };
}

/** Left empty, it starts at once. */
function delayOf(hours: Typed[string] | undefined) {
  return isBlank(hours) ? {} : { delay_hours: number(hours) };
}

const KNOWN = new RegExp(
  "^(label|trigger\\.(kind|delay_hours)|owner|due_days|" + SWITCHES.join("|") +
    "|content\\.(to|cc|bcc|attendees)(_others)?|content\\.(subject|body|intro|minutes|agenda" +
    "|booking_url|channel|text)|content\\.files\\.\\d{1,3}\\.(id|name|help|required|accepts)" +
    "|content\\.questions\\.\\d{1,3}\\.(id|type|label|help|required|options" +
    "|show_when\\.(question|is)))$",
);

function readContent(type: ActionType, typed: Typed): unknown {
  const field = (name: string) => typed[`content.${name}`];
  switch (type) {
    case "SEND_EMAIL":
      return {
        to: people(typed, "to"),
        cc: people(typed, "cc"),
        bcc: people(typed, "bcc"),
        subject: field("subject"),
        body: field("body"),
      };
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return { intro: field("intro"), files: entries(typed, "files", readFile) };
    case "COLLECT_INFO":
      return { intro: field("intro"), questions: entries(typed, "questions", readQuestion) };
    case "SCHEDULE_MEETING":
      return {
        minutes: number(field("minutes")),
        attendees: people(typed, "attendees"),
        agenda: field("agenda"),
        booking_url: field("booking_url"),
      };
    case "SLACK":
      return { channel: field("channel"), text: field("text") };
  }
}

type Field = (name: string) => Typed[string] | undefined;

function entries(typed: Typed, name: "files" | "questions", read: (field: Field) => unknown) {
  return Array.from(
    { length: countTyped(typed, name) },
    (_, i) => read((field) => typed[`content.${name}.${i}.${field}`]),
  );
}

function readFile(field: Field) {
  return {
    id: field("id"),
    name: field("name"),
    help: field("help"),
    required: on(field("required")),
    accepts: [field("accepts") ?? []].flat(),
  };
}

function readQuestion(field: Field) {
  const asked = field("show_when.question");
  return {
    id: field("id"),
    type: field("type"),
    label: field("label"),
    help: field("help"),
    required: on(field("required")),
    options: lines(field("options")),
    ...isBlank(asked) ? {} : { show_when: { question: asked, is: field("show_when.is") } },
  };
}

function people(typed: Typed, name: string): unknown {
  const others = typed[`content.${name}_others`];
  if (Array.isArray(others)) return [...others, ""];
  const addresses = (others ?? "").split(/[,;\s]+/).filter(Boolean);
  return [...[typed[`content.${name}`] ?? []].flat(), ...addresses];
}

function lines(text: Typed[string] | undefined): unknown {
  if (typeof text !== "string") return text ?? [];
  return text.split(/\r\n?|\n/).map((line) => line.trim()).filter(Boolean);
}

function number(text: Typed[string] | undefined): unknown {
  return typeof text === "string" && /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : text;
}

const on = (value: Typed[string] | undefined) => value === "on" || (value ?? false);
const isBlank = (value: Typed[string] | undefined) =>
  value === undefined || (typeof value === "string" && value.trim() === "");

/** The field of the form that an error belongs to: a list of addresses is one field. */
function fieldOf(path: PropertyKey[]): string {
  const name = path.join(".");
  const list = /^content\.(to|cc|bcc|attendees)(\.|$)/.exec(name);
  if (list) return `content.${list[1]}_others`;
  const options = /^(content\.questions\.\d+\.options)\./.exec(name);
  return options?.[1] ?? (name || "form");
}
