import { z } from "zod";
import {
  type ActionType,
  FIELD_TYPES,
  FILE_KINDS,
  OWNERS,
  RECIPIENT_ROLES,
} from "./action_types.ts";

export const MOST_MILESTONES = 200;
export const MOST_ACTIONS = 1000;
const MOST_CHARACTERS = 500_000;

/** The same text has one spelling: composed letters, plain line ends, no control characters. */
function cleaned(text: string): string {
  return text.replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "").toWellFormed().normalize("NFC");
}

function line(most: number) {
  return z.string({ error: "Enter a text." })
    .transform((text) => cleaned(text).replaceAll(/[\n\t]+/g, " ").trim())
    .refine((text) => text.length <= most, `Use at most ${most} characters.`);
}

function text(most: number) {
  return z.string({ error: "Enter a text." })
    .transform((text) => cleaned(text).trim())
    .refine((text) => text.length <= most, {
      error: () => `Use at most ${most.toLocaleString("en")} characters.`,
    });
}

function oneOf<const T extends string>(values: readonly T[]) {
  return z.enum(values, { error: `Choose one of ${values.join(", ")}.` });
}

function whole(least: number, most: number) {
  const words = `Enter a whole number from ${least} to ${most}.`;
  return z.number({ error: words }).int(words).min(least, words).max(most, words);
}

function few<T extends z.ZodType>(item: T, most: number, noun: string) {
  return z.array(item, { error: `Enter a list of ${noun}.` })
    .max(most, `Use at most ${most} ${noun}.`);
}

const yes = z.boolean({ error: "Answer true or false." });

const id = z.string({ error: "Enter an id." })
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "An id has up to 40 small letters, digits, - and _.");

const recipient = z.string({ error: "Enter an email address or a role." })
  .transform((typed) => typed.trim().toLowerCase())
  .refine(
    (typed) => isRole(typed) || (typed.length <= 254 && ADDRESS.test(typed)),
    "This is not an email address.",
  );

const ADDRESS =
  /^[^\s@<>"'(),:;\\[\]\p{Cc}]+@[^\s@<>"'(),:;\\[\]\p{Cc}]+\.[^\s@.<>"'(),:;\\[\]\p{Cc}]{2,}$/u;
const ROLE_NAMES: readonly string[] = RECIPIENT_ROLES.map(({ role }) => role);
const isRole = (typed: string) => ROLE_NAMES.includes(typed);

const recipients = few(recipient, 50, "recipients")
  .transform((list) => [...new Set(list)]);

const email = z.strictObject({
  to: recipients,
  cc: recipients,
  bcc: recipients,
  subject: line(200),
  body: text(20_000),
});

const file = z.strictObject({
  id,
  name: line(200),
  help: text(1000),
  required: yes,
  /** Empty: any kind is taken. */
  accepts: few(oneOf(FILE_KINDS.map(({ kind }) => kind)), FILE_KINDS.length, "kinds of file"),
});

const files = z.strictObject({ intro: text(5000), files: few(file, 50, "files") });

const question = z.strictObject({
  id,
  type: oneOf(FIELD_TYPES.map(({ type }) => type)),
  label: line(300),
  help: text(1000),
  required: yes,
  options: few(line(200), 100, "options"),
  /** Shown only while the earlier question has this answer. Left out: always. */
  show_when: z.strictObject({ question: id, is: line(200) }).optional(),
});

const form = z.strictObject({ intro: text(5000), questions: few(question, 100, "questions") });

const meeting = z.strictObject({
  minutes: whole(5, 480),
  attendees: recipients,
  agenda: text(5000),
  booking_url: z.union([z.literal(""), webAddress()], {
    error: "Enter a web address that begins with https://.",
  }),
});

const slack = z.strictObject({
  channel: line(80).refine(
    (name) => name === "" || /^[#@]?[^\s#@]+$/.test(name),
    "A channel is one word.",
  ),
  text: text(5000),
});

function webAddress() {
  return z.string().transform((typed) => typed.trim()).refine(
    (typed) => typed.length <= 2000 && /^https?:\/\/[^\s/]/i.test(typed) && URL.canParse(typed),
    "Enter a web address that begins with https://.",
  );
}

const trigger = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("milestone_start"), delay_hours: whole(0, 720).default(0) }),
  z.strictObject({ kind: z.literal("manual") }),
], { error: "Choose when it starts: milestone_start or manual." });

const common = {
  id,
  label: line(200),
  trigger,
  owner: oneOf(OWNERS.map(({ owner }) => owner)),
  /** Working days after it became due. */
  due_days: whole(0, 365).optional(),
  dashboard_visible: yes,
  portal_visible: yes,
  blocker: yes,
  /** Leaves without anybody's approval. Only what is executed can. */
  send_without_review: yes,
};

export const actionSchema = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("SEND_EMAIL"), content: email }),
  z.strictObject({ ...common, type: z.literal("REQUEST_DOCS"), content: files }),
  z.strictObject({ ...common, type: z.literal("REQUEST_ASSETS"), content: files }),
  z.strictObject({ ...common, type: z.literal("COLLECT_INFO"), content: form }),
  z.strictObject({ ...common, type: z.literal("SCHEDULE_MEETING"), content: meeting }),
  z.strictObject({ ...common, type: z.literal("SLACK"), content: slack }),
], {
  error: "Choose a type: SEND_EMAIL, REQUEST_DOCS, REQUEST_ASSETS, COLLECT_INFO, " +
    "SCHEDULE_MEETING or SLACK.",
});

/** What a milestone says of itself, without its id and actions. */
export const milestoneFacts = {
  name: line(120),
  duration_days: whole(1, 365),
  /** "What we're doing", for the CSM. */
  our_text: text(5000),
  /** "What you're doing", for the customer. */
  your_text: text(5000),
};

const milestone = z.strictObject({
  id,
  ...milestoneFacts,
  actions: few(actionSchema, 100, "actions"),
});

/** What a template says. The editor, files, revisions, snapshots and upgrades all read it with this. */
export const contentSchema = z.strictObject({
  milestones: few(milestone, MOST_MILESTONES, "milestones"),
}).superRefine(({ milestones }, issues) => {
  refuseTwins(milestones, issues);
  const actions = milestones.reduce((sum, { actions }) => sum + actions.length, 0);
  if (actions > MOST_ACTIONS) issues.addIssue(`Use at most ${MOST_ACTIONS} actions.`);
  if (JSON.stringify(milestones).length > MOST_CHARACTERS) {
    issues.addIssue("This template holds too much text. Make its texts shorter.");
  }
});

export type Content = z.infer<typeof contentSchema>;
export type Milestone = Content["milestones"][number];
export type Action = z.infer<typeof actionSchema>;
export type ActionOf<T extends ActionType> = Extract<Action, { type: T }>;
export type Question = ActionOf<"COLLECT_INFO">["content"]["questions"][number];
export type AskedFile = ActionOf<"REQUEST_DOCS">["content"]["files"][number];
export type Trigger = Action["trigger"];

/** Changes follow a milestone or an action by its id, so each id stands once. */
function refuseTwins(milestones: Milestone[], issues: z.RefinementCtx) {
  const seen = new Set<string>();
  const once = (id: string, path: (string | number)[]) => {
    if (seen.has(id)) {
      issues.addIssue({ code: "custom", message: `The id ${id} is used twice.`, path });
    }
    seen.add(id);
  };
  milestones.forEach((milestone, m) => {
    once(milestone.id, ["milestones", m, "id"]);
    milestone.actions.forEach((action, a) => {
      once(action.id, ["milestones", m, "actions", a, "id"]);
    });
  });
}

export const EMPTY_CONTENT: Content = { milestones: [] };

export function allActions(content: Content): Action[] {
  return content.milestones.flatMap(({ actions }) => actions);
}

/** What the customer can see: a portal page shows these milestones and actions, and no others. */
export function seenByCustomer(content: Content): Content {
  return {
    milestones: content.milestones.map((milestone) => ({
      ...milestone,
      actions: milestone.actions.filter(({ portal_visible }) => portal_visible),
    })),
  };
}

/** An action of this type as the editor adds it. What is said inside the house starts hidden. */
export function newAction(type: ActionType, id: string, label: string): Action {
  const common = {
    id,
    label,
    trigger: { kind: "milestone_start" as const, delay_hours: 0 },
    owner: "csm" as const,
    dashboard_visible: true,
    blocker: false,
    send_without_review: false,
  };
  switch (type) {
    case "SEND_EMAIL":
      return {
        ...common,
        type,
        portal_visible: false,
        content: { to: ["primary_contact"], cc: [], bcc: [], subject: "", body: "" },
      };
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return {
        ...common,
        type,
        owner: "customer",
        portal_visible: true,
        content: { intro: "", files: [] },
      };
    case "COLLECT_INFO":
      return {
        ...common,
        type,
        owner: "customer",
        portal_visible: true,
        content: { intro: "", questions: [] },
      };
    case "SCHEDULE_MEETING":
      return {
        ...common,
        type,
        portal_visible: true,
        content: {
          minutes: 30,
          attendees: ["primary_contact", "csm"],
          agenda: "",
          booking_url: "",
        },
      };
    case "SLACK":
      return { ...common, type, portal_visible: false, content: { channel: "", text: "" } };
  }
}
