import { idOf, type OrgName, type Row } from "./seeds.ts";

/** What one organisation keeps about its accounts. Its AE sees them all; its CSM wrote the note. */
export function accountRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  const member = (who: string) => idOf(org, "member", who);
  const account_id = idOf(org, "account");
  return [
    [
      "accounts",
      ["account", "archived account", "plain account", "handed account"].map((state) => ({
        org_id,
        id: idOf(org, state),
        name: say("accounts.name"),
        match_key: `canary-${org} ${state}`,
        domain: `canary-${org}.test`,
        segment: `canary-${org} segment`,
        industry: `canary-${org} industry`,
        product_line: `canary-${org} product`,
        use_case: `canary-${org} use`,
        csm_id: member("csm"),
        ae_id: member("ae"),
        milestone_name: say("accounts.milestone_name"),
        next_action: say("accounts.next_action"),
        fields: { canary: say("accounts.fields") },
        archived_at: /^(archived|handed)/.test(state) ? "2026-01-01" : null,
      })),
    ],
    [
      "contacts",
      ["contact", "second contact"].map((state) => ({
        org_id,
        id: idOf(org, state),
        account_id,
        name: say("contacts.name"),
        email: `${state.replace(" ", "-")}@canary-${org}.test`,
        job_title: say("contacts.job_title"),
        failing_since: state === "second contact" ? "2026-01-01" : null,
        failing_why: say("contacts.failing_why"),
        phone: `canary-${org}`,
        is_primary: state === "contact",
      })),
    ],
    [
      "account_fields",
      ["field", "retired field"].map((state) => ({
        org_id,
        id: idOf(org, state),
        key: state === "field" ? "canary" : "retired",
        label: `${say("account_fields.label")}${state === "field" ? "" : " "}`,
        type: "text",
        hint: say("account_fields.hint"),
        retired_at: state === "field" ? null : "2026-01-01",
      })),
    ],
    ["notes", [{
      org_id,
      id: idOf(org, "note"),
      account_id,
      author_id: member("csm"),
      body: say("notes.body"),
    }]],
    ["collaborators", [{ org_id, account_id, member_id: member("leader") }]],
    ...handoffRowsOf(org, say),
    ["search_words", [{
      org_id,
      word: [...say("search_words.word")].slice(0, 40).join(""),
      account_id,
      source_id: account_id,
    }]],
  ];
}

/** One that waits for its AE, one that is submitted, and the questions they ask. */
function handoffRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  const ask = (id: string) => ({
    id,
    type: "long_text",
    label: say("handoffs.questions"),
    help: say("handoffs.help"),
    options: [],
    required: false,
  });
  const questions = [ask("goals"), ask("risks")];
  const set = { org_id, name: say("handoff_templates.name"), questions };
  return [
    ["handoff_templates", [
      { ...set, id: idOf(org, "set"), is_default: true },
      { ...set, id: idOf(org, "second set"), name: `${set.name} ` },
    ]],
    [
      "handoffs",
      ["open", "submitted"].map((state) => ({
        org_id,
        id: idOf(org, "handoff", state),
        account_id: idOf(org, state === "open" ? "archived account" : "handed account"),
        template_id: idOf(org, "set"),
        template_name: say("handoffs.template_name"),
        questions,
        state,
        ae_id: idOf(org, "member", "ae"),
        csm_id: idOf(org, "member", "csm"),
        submitted_at: state === "open" ? null : "2026-01-01",
      })),
    ],
    ["handoff_answers", [{
      org_id,
      id: idOf(org, "answer"),
      handoff_id: idOf(org, "handoff", "open"),
      question_id: "goals",
      body: say("handoff_answers.body"),
      written_by: "rules",
      sources: [{ kind: "note", label: "Note", text: say("handoff_answers.sources") }],
      sentences: [{ text: say("handoff_answers.sentences"), source: 0 }],
    }]],
  ];
}

/** A view for each person, because nobody sees another's. */
export function viewOf(org: OrgName, who: string, say: (column: string) => string): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, "view", who),
    member_id: idOf(org, "member", who),
    name: say("saved_views.name"),
    query: `view=all&q=canary-${org}`,
  };
}
