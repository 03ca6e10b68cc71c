import fc from "fast-check";
import { ACTION_TYPES, FIELD_TYPES, FILE_KINDS } from "../domain/onboarding/action_types.ts";
import { type Content, contentSchema } from "../domain/onboarding/template_content.ts";

/** Any content that somebody could have saved: what a schema refuses is no content. */
export function anyContent(): fc.Arbitrary<Content> {
  return fc.array(milestone, { maxLength: 4 }).map((milestones) => {
    let id = 0;
    const numbered = milestones.map((one) => ({
      ...one,
      id: `m${id++}`,
      actions: one.actions.map((action) => ({ ...action, id: `a${id++}` })),
    }));
    return contentSchema.parse({ milestones: numbered });
  });
}

const text = fc.oneof(
  fc.string({ maxLength: 60, unit: "grapheme" }),
  fc.constantFrom(
    "{{company_name}}",
    "- a: b",
    "# x",
    "null",
    "yes",
    "1e3",
    "~",
    "a\nb",
    "2026-11-20",
  ),
);
const recipients = fc.subarray(["primary_contact", "csm", "ae", "ann@example.com"]);
const id = fc.constantFrom("one", "two", "three");

const files = fc.record({
  intro: text,
  files: fc.array(
    fc.record({
      id,
      name: text,
      help: text,
      required: fc.boolean(),
      accepts: fc.subarray(FILE_KINDS.map(({ kind }) => kind)),
    }),
    { maxLength: 3 },
  ),
});

const contents = {
  SEND_EMAIL: fc.record({
    to: recipients,
    cc: recipients,
    bcc: recipients,
    subject: text,
    body: text,
  }),
  REQUEST_DOCS: files,
  REQUEST_ASSETS: files,
  COLLECT_INFO: fc.record({
    intro: text,
    questions: fc.array(
      fc.record({
        id,
        type: fc.constantFrom(...FIELD_TYPES.map(({ type }) => type)),
        label: text,
        help: text,
        required: fc.boolean(),
        options: fc.array(text, { maxLength: 3 }),
        show_when: fc.record({ question: id, is: text }),
      }, { requiredKeys: ["id", "type", "label", "help", "required", "options"] }),
      { maxLength: 3 },
    ),
  }),
  SCHEDULE_MEETING: fc.record({
    minutes: fc.integer({ min: 5, max: 480 }),
    attendees: recipients,
    agenda: text,
    booking_url: fc.constantFrom("", "https://example.com/book"),
  }),
  SLACK: fc.record({ channel: fc.constantFrom("", "#cs"), text }),
};

const action = fc.constantFrom(...ACTION_TYPES.map(({ type }) => type)).chain((type) =>
  fc.record({
    type: fc.constant(type),
    label: text,
    trigger: fc.oneof(
      fc.constant({ kind: "manual" }),
      fc.record({
        kind: fc.constant("milestone_start"),
        delay_hours: fc.integer({ min: 0, max: 720 }),
      }),
    ),
    owner: fc.constantFrom("csm", "ae", "customer"),
    due_days: fc.integer({ min: 0, max: 365 }),
    dashboard_visible: fc.boolean(),
    portal_visible: fc.boolean(),
    blocker: fc.boolean(),
    send_without_review: fc.boolean(),
    content: contents[type],
  }, {
    requiredKeys: [
      "type",
      "label",
      "trigger",
      "owner",
      "dashboard_visible",
      "portal_visible",
      "blocker",
      "send_without_review",
      "content",
    ],
  })
);

const milestone = fc.record({
  name: text,
  duration_days: fc.integer({ min: 1, max: 365 }),
  our_text: text,
  your_text: text,
  actions: fc.array(action, { maxLength: 4 }),
});
