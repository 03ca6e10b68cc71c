import type { RouteTable } from "../routes_table.ts";

const at = "/handoffs/{handoff}";
const tab = "/accounts/{account}/handoff";
const set = "/settings/handoffs/{set}";
const version = { version: "1" };
const answers = { a_goals: "Live by March", v_goals: "1", a_risks: "None", v_risks: "0" };
const whole = { ...version, ...answers, csm_id: "{member}", do: "save" };

const question = { ...version, type: "choice", label: "Plan", help: "As sold", options: "A\nB" };

/** Handoffs, and what is asked in them. The AE of an organisation is asked in both of its handoffs. */
export const handoffs: RouteTable = {
  "GET /handoffs": { may: "accounts.read" },
  "GET /handoffs/:handoff": { may: "accounts.read", at },
  "POST /handoffs/:handoff": { may: "handoffs.complete", at, form: whole, to: at },
  "POST /handoffs/:handoff/answers/:question": {
    may: "handoffs.complete",
    at: `${at}/answers/goals`,
    form: { a_goals: "Live by April", v_goals: "1" },
    // The whole form comes with whichever answer was typed.
    ignoresForm: true,
    to: `${at}#question-goals`,
  },
  "POST /handoffs/:handoff/answers/:question/anew": {
    may: "handoffs.complete",
    at: `${at}/answers/goals/anew`,
    form: whole,
    to: `${at}#question-goals`,
  },
  "POST /handoffs/:handoff/reopening": {
    may: "handoffs.change",
    at: "/handoffs/{submittedHandoff}/reopening",
    to: "/handoffs/{submittedHandoff}",
  },
  "POST /handoffs/:handoff/cancellation": {
    may: "handoffs.ask",
    at: `${at}/cancellation`,
    to: "/accounts/{archivedAccount}/handoff",
  },
  "GET /accounts/:id/handoff": { may: "accounts.read", at: tab },
  "GET /accounts/:id/handoff/new": { may: "handoffs.ask", at: `${tab}/new` },
  "POST /accounts/:id/handoff": {
    may: "handoffs.ask",
    at: tab,
    form: { template_id: "{set}", ae_id: "{aeMember}" },
    to: tab,
  },
  "GET /settings/handoffs": { may: "handoffs.change" },
  "POST /settings/handoffs": {
    may: "handoffs.change",
    form: { name: "A new set" },
    optional: ["version"],
    to: "/settings/handoffs/*",
  },
  "GET /settings/handoffs/:set": { may: "handoffs.change", at: set },
  "POST /settings/handoffs/:set": {
    may: "handoffs.change",
    at: set,
    form: { ...version, name: "Another name" },
    to: set,
  },
  "POST /settings/handoffs/:set/default": {
    may: "handoffs.change",
    at: "/settings/handoffs/{secondSet}/default",
    to: "/settings/handoffs",
  },
  "POST /settings/handoffs/:set/removal": {
    may: "handoffs.change",
    at: "/settings/handoffs/{secondSet}/removal",
    to: "/settings/handoffs",
  },
  "GET /settings/handoffs/:set/questions/new": {
    may: "handoffs.change",
    at: `${set}/questions/new`,
  },
  "POST /settings/handoffs/:set/questions": {
    may: "handoffs.change",
    at: `${set}/questions`,
    form: { ...question, required: "on" },
    to: set,
  },
  "GET /settings/handoffs/:set/questions/:question": {
    may: "handoffs.change",
    at: `${set}/questions/goals`,
  },
  "POST /settings/handoffs/:set/questions/:question": {
    may: "handoffs.change",
    at: `${set}/questions/goals`,
    form: question,
    optional: ["required"],
    to: set,
  },
  "POST /settings/handoffs/:set/questions/:question/removal": {
    may: "handoffs.change",
    at: `${set}/questions/goals/removal`,
    form: version,
    to: set,
  },
  "POST /settings/handoffs/:set/questions/:question/:direction": {
    may: "handoffs.change",
    at: `${set}/questions/goals/down`,
    form: version,
    to: set,
  },
};
