import assert from "node:assert/strict";
import fc from "fast-check";
import { INJECTIONS } from "../../tests/injections_data.ts";
import { daysIn, phasesIn } from "./described_phases.ts";
import { suggestMail, suggestQuestions } from "./suggested_texts.ts";
import { contentSchema } from "./template_content.ts";
import { outlineSchema, proposalOf } from "./template_outline.ts";
import { outlineByRules } from "./template_rules.ts";
import { unknownVariables } from "./variables.ts";

/** "Kickoff 7: SEND_EMAIL Welcome email 0h" for each milestone. */
function told(description: string): string[] {
  return outlineByRules(description).milestones.map(({ name, duration_days, actions }) =>
    `${name} ${duration_days}: ${
      actions.map(({ type, label, delay_hours }) => `${type} ${label} ${delay_hours}h`).join(", ")
    }`
  );
}

Deno.test("outlineByRules() reads numbered phases with their days and actions", () => {
  assert.deepEqual(
    told(`Enterprise onboarding for our analytics product:
1. Kickoff (1 week): we send a welcome email, hold a kickoff call after 1 day and collect their goals in a form within 5 days.
2. Implementation (3 weeks). They upload the signed DPA and the SOW; we connect their CRM. Ask for their logo.
   - tell our team in #implementation
3. Training, 10 days: two training sessions, then a reminder email 3 days later
4. Go-live`),
    [
      "Kickoff 7: SEND_EMAIL Welcome email 0h, SCHEDULE_MEETING Kickoff call 24h, " +
      "COLLECT_INFO Goals in a form 0h",
      "Implementation 21: REQUEST_DOCS Signed DPA 0h, REQUEST_ASSETS Logo 0h, " +
      "SLACK Tell our team in implementation 0h",
      "Training 10: SCHEDULE_MEETING Two training sessions 0h, SEND_EMAIL Reminder email 72h",
      "Go-live 5: SEND_EMAIL Go-live email 0h",
    ],
  );
});

Deno.test("outlineByRules() reads prose by the stations that every onboarding knows", () => {
  assert.deepEqual(
    told(
      "We start with a kickoff call and a welcome email. Then we migrate their data in about 2 weeks, they send us a CSV export. After that we train the admins in a workshop. Finally they go live with a launch email.",
    ),
    [
      "Kickoff 7: SCHEDULE_MEETING Kickoff call 0h, SEND_EMAIL Welcome email 0h",
      "Data migration 14: REQUEST_DOCS CSV export 0h",
      "Training 10: SCHEDULE_MEETING Train the admins in a workshop 0h",
      "Go-live 5: SEND_EMAIL Go live with a launch email 0h",
    ],
  );
});

Deno.test("outlineByRules() gives the phases of every onboarding where none are told", () => {
  const [first, ...others] = told("For small shops, with a form about billing.");
  assert.match(first!, /^Kickoff 7: COLLECT_INFO .*billing/);
  assert.equal(others.length, 3);
});

Deno.test("outlineByRules() makes a template of whatever it is given", () => {
  const check = (text: string) => {
    const outline = outlineSchema.parse(outlineByRules(text));
    const { content } = proposalOf(outline);
    contentSchema.parse(content);
    assert.ok(content.milestones.length >= 1);
  };
  for (const text of ["", "\n\n", "1.\n2.\n3.", "- a\n- b", ...INJECTIONS]) {
    check(text.slice(0, 1_000));
  }
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), check), { numRuns: 20 });
});

Deno.test("phasesIn() takes headings and points for phases where nothing is numbered", () => {
  const names = (text: string) => phasesIn(text).map(({ name }) => name);
  assert.deepEqual(names("Kickoff:\n- a call\nRoll-out:\n- an email"), ["Kickoff", "Roll-out"]);
  assert.deepEqual(names("- Kickoff, a call\n- Roll-out"), ["Kickoff", "Roll-out"]);
  assert.deepEqual(names("Week 1: Setup\nWeek 2-3: Training"), ["Setup", "Training"]);
});

Deno.test("daysIn() reads days, weeks, months and ranges", () => {
  const days: [string, number | undefined][] = [
    ["10 days", 10],
    ["2 weeks", 14],
    ["10 to 14 days", 14],
    ["three weeks", 21],
    ["a month", 30],
    ["weeks 3-4", 14],
    ["Week 1", 7],
    ["900 days", 365],
    ["soon", undefined],
  ];
  for (const [text, expected] of days) assert.equal(daysIn(text), expected, text);
});

Deno.test("suggested mails use only variables that there are", () => {
  for (
    const label of [
      "Welcome",
      "Kickoff",
      "Reminder",
      "Training",
      "Go-live",
      "Data",
      "Check-in",
      "X",
    ]
  ) {
    const { subject, body } = suggestMail({ label, milestone: "Kickoff" });
    assert.deepEqual(unknownVariables(`${subject}\n${body}`), []);
  }
});

Deno.test("suggestQuestions() asks nothing twice", () => {
  const first = suggestQuestions({ label: "Data migration", milestone: "" });
  assert.ok(first.length >= 3);
  const present = first.map(({ label }) => label);
  const second = suggestQuestions({ label: "Data migration", milestone: "" }, present);
  assert.ok(second.every(({ label }) => !present.includes(label)));
});
