import assert from "node:assert/strict";
import type { Question } from "../onboarding/template_content.ts";
import { answersIn } from "./reply_rules.ts";

const ask = (id: string, type: string, label: string, options: string[] = []) =>
  ({ id, type, label, help: "", required: true, options }) as unknown as Question;

const QUESTIONS = [
  ask("users", "number", "How many people will use it?"),
  ask("goal", "long_text", "What is your goal?"),
  ask("sso", "yes_no", "Single sign-on?"),
  ask("which", "choice", "Which directory?", ["Okta", "Entra ID"]),
  ask("day", "date", "Go-live"),
];

Deno.test("answersIn() finds answers by number, by the question's words and below the quoted question", () => {
  const wanted = {
    users: "40",
    goal: "Fewer tickets.\nAnd happier people.",
    sso: "yes",
    which: "Entra ID",
    day: "2026-12-14",
  };
  const replies = [
    "Hello Maya,\n\n1. about 40 people\n2) Fewer tickets.\nAnd happier people.\n3. Ja, bitte\n4. We use Entra ID\n5. 14.12.2026",
    "How many people will use it? 40\nWhat is your goal: Fewer tickets.\nAnd happier people.\nsingle sign-on: yes\nWhich directory? entra id\nGo-live: 2026-12-14",
    "> 1. How many people will use it?\n40\n> 2. What is your goal?\nFewer tickets.\nAnd happier people.\n> 3. Single sign-on?\nyes!\n> 4. Which directory?\nEntra ID\n> 5. Go-live\n14.12.2026",
  ];
  for (const text of replies) assert.deepEqual(answersIn(QUESTIONS, text), wanted, text);
});

Deno.test("answersIn() answers nothing where nothing fits, and keeps what is no such answer as it stands", () => {
  assert.deepEqual(answersIn(QUESTIONS, "Thanks, we will look at it in 2 weeks."), {});
  assert.deepEqual(answersIn(QUESTIONS, "1. not known yet"), { users: "not known yet" });
  assert.deepEqual(answersIn([QUESTIONS[1]!], "To grow."), { goal: "To grow." });
  assert.deepEqual(answersIn(QUESTIONS, "9. nothing asks this\n0. nor this"), {});
});
