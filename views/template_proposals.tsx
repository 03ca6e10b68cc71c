import type { OpenProposal, Proposal } from "../domain/onboarding/proposals.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions, StepIndicator } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

const EXAMPLE = `1. Kickoff, 1 week: a welcome email, a kickoff call, a form about their goals
2. Data migration, 2 weeks: they send a CSV export and the signed contract
3. Training, 10 days: a workshop for the admins, then an email 3 days later
4. Go-live: an email, and a message in #customer-success`;

/** `model` is absent where no AI provider is set. */
export function DescribePage(
  { form, open, model }: { form?: FormState; open: OpenProposal[]; model?: string },
) {
  return (
    <>
      <StepIndicator steps={["Describe", "Writing", "Review"]} current={0} />
      <form class="form" method="post" action="/templates/proposals" data-guard>
        <ErrorSummary errors={form?.errors} />
        <TextArea
          name="wish"
          label="What happens from the signed deal to go-live?"
          form={form}
          rows={10}
          maxlength={8000}
          required
          hint="Name the phases and how long they take, the emails you send, what you ask for, and whom you meet. Notes are enough."
          extra={{ placeholder: EXAMPLE }}
        />
        <p class="hint">
          {model
            ? `${model} writes a proposal. It reads this description and nothing else.`
            : "No AI provider is set, so rules write the proposal from the phases, days and actions that you name."}
        </p>
        <FormActions>
          <Button type="submit" kind="primary">Propose a template</Button>
          <LinkButton kind="quiet" href="/templates">Cancel</LinkButton>
        </FormActions>
      </form>
      {open.length > 0 && <OpenProposals open={open} />}
    </>
  );
}

const STATES: Record<string, { label: string; kind: "info" | "warn" | "bad" | "none" }> = {
  waiting: { label: "Being written", kind: "info" },
  writing: { label: "Being written", kind: "info" },
  written: { label: "To review", kind: "warn" },
  failed: { label: "Not written", kind: "bad" },
};

function OpenProposals({ open }: { open: OpenProposal[] }) {
  return (
    <Section title="Not taken yet">
      <ul
        class="proposals"
        id="open-proposals"
        hx-get="/templates/proposals"
        hx-trigger="proposal from:#live throttle:2s"
        hx-select="#open-proposals"
        hx-swap="outerMorph"
      >
        {open.map(({ id, wish, state, asked_at, by }) => (
          <li>
            <a href={`/templates/proposals/${id}`}>{wish.slice(0, 120)}</a>
            <span class="muted">
              <StatusLabel kind={STATES[state]!.kind}>{STATES[state]!.label}</StatusLabel>{" "}
              {by ?? "Somebody"}, <RelativeTime at={asked_at} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/**
 * While it is written the page renews itself, also where the news came before the page did; then it
 * stands still, as somebody edits it.
 */
export function ProposalProgress({ proposal }: { proposal: Proposal }) {
  const path = `/templates/proposals/${proposal.id}`;
  return (
    <div
      id="proposal"
      hx-get={path}
      hx-trigger="proposal from:#live throttle:1s, every 4s"
      hx-select="#proposal"
      hx-swap="outerHTML"
    >
      <StepIndicator steps={["Describe", "Writing", "Review"]} current={1} />
      <div class="writing" role="status">
        <StatusLabel kind="info">
          {proposal.state === "waiting" ? "Waiting for its turn" : "Reading and writing"}
        </StatusLabel>
        <p class="muted">
          Asked{" "}
          <RelativeTime at={proposal.asked_at} />. This takes up to a minute. You can leave this
          page; the proposal stays under Templates.
        </p>
      </div>
      <Wish wish={proposal.wish} />
      <div class="form-actions">
        <LinkButton href={path}>Look again</LinkButton>
        <Discard path={path} />
      </div>
    </div>
  );
}

export function ProposalFailed({ proposal }: { proposal: Proposal }) {
  const path = `/templates/proposals/${proposal.id}`;
  return (
    <div id="proposal">
      <Banner kind="bad" title="The AI did not write it">
        {proposal.problem} Nothing was saved.
      </Banner>
      <div class="form-actions">
        <form method="post" action={`${path}/tries`}>
          <Button type="submit" kind="primary">Try again</Button>
        </form>
        <form method="post" action={`${path}/tries`}>
          <input type="hidden" name="rules" value="yes" />
          <Button type="submit">Let rules write it</Button>
        </form>
        <Discard path={path} />
      </div>
      <Wish wish={proposal.wish} />
    </div>
  );
}

export function ProposalSettled({ proposal }: { proposal: Proposal }) {
  const made = proposal.made_template_id;
  return (
    <div id="proposal">
      <Banner
        action={made
          ? <LinkButton href={`/templates/${made}`}>Open the template</LinkButton>
          : <LinkButton href="/templates/proposals">Describe another</LinkButton>}
      >
        {made ? "A template was made of this proposal." : "This proposal was discarded."}
      </Banner>
      <Wish wish={proposal.wish} />
    </div>
  );
}

function Discard({ path }: { path: string }) {
  return (
    <form method="post" action={`${path}/dismissal`}>
      <Button type="submit" kind="quiet">Discard</Button>
    </form>
  );
}

export function Wish({ wish }: { wish: string }) {
  return (
    <details class="wish">
      <summary>What was described</summary>
      <p class="says-text">{wish}</p>
    </details>
  );
}

/** Who wrote it, said where it is shown. */
export function WrittenBy({ proposal }: { proposal: Proposal }) {
  return (
    <p class="written-by">
      {proposal.written_by === "model"
        ? `Written by ${proposal.model}, ${proposal.tokens.toLocaleString("en")} tokens.`
        : proposal.rules_only
        ? "Written by rules."
        : "Written by rules: no AI provider is set."}
    </p>
  );
}
