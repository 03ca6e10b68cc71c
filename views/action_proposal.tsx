import { FIELD_TYPES } from "../domain/onboarding/action_types.ts";
import type { ProposedMail, ProposedQuestions } from "../domain/onboarding/proposal_assignments.ts";
import type { Proposal } from "../domain/onboarding/proposals.ts";
import type { Action } from "../domain/onboarding/template_content.ts";
import { warningsIn } from "../domain/onboarding/proposal_warnings.ts";
import { Button } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { WrittenBy } from "./template_proposals.tsx";

export interface ActionProposalProps {
  action: Action;
  path: string;
  proposal?: Proposal;
}

/**
 * Stands beside the form. Its buttons send the whole form along, so that what is typed and not saved
 * is there again on the page that follows.
 */
export function ActionProposal({ action, path, proposal }: ActionProposalProps) {
  const noun = action.type === "SEND_EMAIL" ? "an email" : "questions";
  const isOpen = proposal && proposal.state !== "dismissed";
  return (
    <section id="suggested" class="suggested" aria-labelledby="suggested-title">
      <h2 id="suggested-title">
        {action.type === "SEND_EMAIL" ? "Write with AI" : "Suggest questions"}
      </h2>
      {!isOpen && (
        <>
          <p class="hint">
            Proposes {noun}{" "}
            for this action. You see it here first; the form changes only if you take it.
          </p>
          <SendForm to={`${path}/proposals`} kind="plain">
            {action.type === "SEND_EMAIL" ? "Write with AI" : "Suggest questions"}
          </SendForm>
        </>
      )}
      {isOpen && <Open path={path} proposal={proposal} />}
    </section>
  );
}

function Open({ path, proposal }: { path: string; proposal: Proposal }) {
  const at = `${path}/proposals/${proposal.id}`;
  switch (proposal.state) {
    case "waiting":
    case "writing":
      return <Writing path={path} proposal={proposal} />;
    case "failed":
      return (
        <>
          <Banner kind="bad" title="The AI did not write it">{proposal.problem}</Banner>
          <div class="form-actions">
            <SendForm to={`${path}/proposals`} kind="plain">Try again</SendForm>
            <SendForm to={`${at}/rules`} kind="plain">Let rules write it</SendForm>
            <SendForm to={`${at}/dismissal`} kind="quiet">Dismiss</SendForm>
          </div>
        </>
      );
    case "taken":
      return (
        <>
          <StatusLabel kind="ok">Taken into the form</StatusLabel>
          <p class="hint">Save the action to keep it.</p>
          <SendForm to={`${at}/dismissal`} kind="plain">Put back what stood there</SendForm>
        </>
      );
    default:
      return (
        <>
          <WrittenBy proposal={proposal} />
          <Warnings proposal={proposal} />
          {proposal.kind === "email"
            ? <Mail mail={proposal.answer as ProposedMail} />
            : <QuestionList {...proposal.answer as unknown as ProposedQuestions} />}
          <div class="form-actions">
            <SendForm to={`${at}/taking`} kind="primary">
              {proposal.kind === "email" ? "Take it" : "Add these questions"}
            </SendForm>
            <SendForm to={`${at}/dismissal`} kind="quiet">Dismiss</SendForm>
          </div>
        </>
      );
  }
}

/** Renews itself until there is something to see. The form is not touched by it. */
function Writing({ path, proposal }: { path: string; proposal: Proposal }) {
  const page = `${path}?proposal=${proposal.id}`;
  return (
    <div
      class="writing"
      role="status"
      hx-get={page}
      hx-trigger="proposal from:#live throttle:1s, every 4s"
      hx-select="#suggested"
      hx-target="#suggested"
      hx-swap="outerHTML"
    >
      <StatusLabel kind="info">
        {proposal.state === "waiting" ? "Waiting for its turn" : "Reading and writing"}
      </StatusLabel>
      <p class="hint">This takes up to a minute. You can go on typing.</p>
      <SendForm to={`${path}/proposals/${proposal.id}/look`} kind="plain">Look again</SendForm>
    </div>
  );
}

function Warnings({ proposal }: { proposal: Proposal }) {
  const warnings = warningsIn(proposal.answer);
  if (warnings.length === 0) return null;
  return (
    <Banner kind="warn" title="Look at these first">
      <ul>{warnings.map((one) => <li>{one}</li>)}</ul>
    </Banner>
  );
}

function Mail({ mail }: { mail: ProposedMail }) {
  return (
    <div class="letter" tabindex={0} role="region" aria-label="Proposed email">
      <p class="letter-subject">{mail.subject}</p>
      <p class="says-text">{mail.body}</p>
    </div>
  );
}

function QuestionList({ questions }: ProposedQuestions) {
  if (questions.length === 0) return <p class="muted">It asks everything already.</p>;
  return (
    <ol class="proposed-questions">
      {questions.map(({ label, type, required, options }) => (
        <li>
          {label}{" "}
          <span class="muted">
            {FIELD_TYPES.find((known) => known.type === type)!.label}
            {!required && ", optional"}
            {options.length > 0 && `: ${options.join(", ")}`}
          </span>
        </li>
      ))}
    </ol>
  );
}

function SendForm(
  { to, kind, children }: { to: string; kind: "plain" | "primary" | "quiet"; children: string },
) {
  return (
    <Button
      type="submit"
      kind={kind}
      form="action-form"
      formaction={to}
      formnovalidate
    >
      {children}
    </Button>
  );
}
