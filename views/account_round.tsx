import { countedRows } from "../domain/accounts/import_words.ts";
import type { NamedRound } from "../domain/onboarding/account_rounds.ts";
import type { RoundLine, RoundPart } from "../domain/onboarding/account_round_lists.ts";
import {
  DONE,
  resultInWords,
  ROUND_STATES,
  roundInWords,
} from "../domain/onboarding/account_round_words.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section, Tabs } from "./parts/page_header.tsx";
import { Progress, type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";

export interface RoundProps {
  round: NamedRound;
  lines: RoundLine[];
  next?: string;
  part: RoundPart;
  refusal?: string;
}

export interface RoundPlan {
  changes: number;
  left: { why: string; count: number }[];
}

/** What it would do, and to whom, before anything is done. */
export function AskedRound(props: RoundProps & { plan: RoundPlan }) {
  const { round, plan } = props;
  return (
    <div class="round">
      <RoundRefusal {...props} />
      <ul class="import-plan">
        {plan.changes > 0 && (
          <li>{countedRows(plan.changes, "account")} {effectOf(round, plan.changes)}</li>
        )}
        {plan.left.map(({ why, count }) => (
          <li>
            {countedRows(count, "account")} {count === 1 ? "stays as it is" : "stay as they are"}:
            {" "}
            {why.charAt(0).toLowerCase() + why.slice(1)}.
          </li>
        ))}
      </ul>
      <p class="muted">
        {plan.changes === 0
          ? "There is nothing to do."
          : round.kind === "apply"
          ? "This cannot be undone at once. It goes on in the background, and can be stopped."
          : "You can undo it for 24 hours. It goes on in the background, and can be stopped."}
      </p>
      <FormActions>
        {plan.changes > 0 && (
          <form method="post" action={`/accounts/rounds/${round.id}/confirmation`}>
            <Button type="submit" kind={round.kind === "archive" ? "danger" : "primary"}>
              {roundInWords(round, plan.changes)}
            </Button>
          </form>
        )}
        <LinkButton kind="quiet" href={`/accounts?${round.query}`}>Cancel</LinkButton>
      </FormActions>
      <RoundAccounts {...props} />
    </div>
  );
}

function effectOf({ kind, csm, start_first }: NamedRound, count: number): string {
  if (kind === "archive") {
    return "will be archived. What waits in their plans is held, and can go on once they are restored.";
  }
  if (kind === "assign") {
    return csm
      ? `will be given to ${csm}. Whoever had them before is told.`
      : "will have no CSM any more. Whoever had them is told.";
  }
  const them = count === 1 ? "it" : "them";
  return start_first
    ? `will get the plan, and the first milestone of ${
      count === 1 ? "it" : "each"
    } begins at once. Drafts wait for a person, except where the template sends without review.`
    : `will get the plan. Nothing of it begins before somebody begins ${them}.`;
}

/** Asks for itself again until the work is through, and then for the result. */
export function RoundProgress({ round, refusal }: { round: NamedRound; refusal?: string }) {
  const at = `/accounts/rounds/${round.id}`;
  const undoing = round.state === "undoing";
  const [value, max] = undoing
    ? [round.undone, round.changed]
    : [round.total - round.waiting, round.total];
  return (
    <div
      id="round-progress"
      class="import-progress"
      hx-get={at}
      hx-trigger="every 1s"
      hx-target="this"
      hx-swap="outerMorph"
    >
      <RoundRefusal refusal={refusal} />
      <p role="status">
        <StatusLabel kind="info">{ROUND_STATES[round.state].label}</StatusLabel>
      </p>
      <Progress
        value={value}
        max={max}
        label={ROUND_STATES[round.state].label}
        text={`${value.toLocaleString("en")} of ${countedRows(max, "account")}`}
      />
      <p class="muted">
        You can leave this page. It goes on by itself, and is found under{" "}
        <a href="/accounts/rounds">Bulk changes</a>.
      </p>
      <FormActions>
        {!undoing && (
          <form method="post" action={`${at}/cancellation`}>
            <Button type="submit">Stop here</Button>
          </form>
        )}
        <a class="button plain small import-save" href={at}>Look again</a>
      </FormActions>
    </div>
  );
}

/** What came of it: every account with its outcome, and the way back. */
export function BegunRound(
  props: RoundProps & { undo?: { takesBack: number; keeps: number } },
) {
  const { round, undo } = props;
  const { label, kind } = ROUND_STATES[round.state];
  return (
    <div class="round">
      <RoundRefusal {...props} />
      <Banner
        kind={kind === "none" ? "info" : kind}
        title={label}
        action={<LinkButton href={`/accounts?${round.query}`}>Back to the list</LinkButton>}
      >
        {resultInWords(round)}, by {round.by}.
      </Banner>
      <RoundAccounts {...props} />
      {undo && <RoundUndo round={round} undo={undo} />}
    </div>
  );
}

function RoundUndo(
  { round, undo }: { round: NamedRound; undo: { takesBack: number; keeps: number } },
) {
  return (
    <Section title="Undo">
      <ul class="import-plan">
        <li>
          {countedRows(undo.takesBack, "account")} {round.kind === "archive"
            ? "will be restored. What became due meanwhile goes on."
            : "will go back to whoever had them before."}
        </li>
        {undo.keeps > 0 && (
          <li>
            {countedRows(undo.keeps, "account")}{" "}
            stay as they are, because somebody changed them since.
          </li>
        )}
      </ul>
      <form method="post" action={`/accounts/rounds/${round.id}/undoing`}>
        <FormActions>
          <Button type="submit" disabled={undo.takesBack === 0}>
            {round.kind === "archive" ? "Restore" : "Give back"}{" "}
            {countedRows(undo.takesBack, "account")}
          </Button>
        </FormActions>
      </form>
    </Section>
  );
}

function RoundRefusal({ refusal }: { refusal?: string }) {
  return refusal ? <Banner kind="bad" title="Nothing was changed">{refusal}</Banner> : null;
}

function RoundAccounts({ round, lines, next, part }: RoundProps) {
  const at = `/accounts/rounds/${round.id}`;
  const parts: [RoundPart, string][] = [
    ["all", "All"],
    ["changes", round.state === "asked" ? "Will change" : DONE[round.kind]],
    ["left", "Left as they are"],
  ];
  return (
    <>
      <Tabs
        label="Accounts"
        tabs={parts.map(([value, label]) => ({
          href: `${at}?part=${value}`,
          label,
          current: value === part,
        }))}
      />
      {lines.length === 0 ? <p class="muted">None.</p> : (
        <Table
          caption="What happens to each account"
          columns={[{ label: "Account" }, { label: "Outcome" }]}
        >
          {lines.map((line) => <RoundRow round={round} line={line} />)}
        </Table>
      )}
      <Pagination next={next && `${at}?part=${part}&after=${next}`} />
    </>
  );
}

function RoundRow({ round, line }: { round: NamedRound; line: RoundLine }) {
  const { kind, label } = outcomeOf(round, line);
  return (
    <tr>
      <th scope="row">
        <a href={`/accounts/${line.accountId}`}>{line.name}</a>
      </th>
      <td>
        <StatusLabel kind={kind}>{label}</StatusLabel> <span class="muted">{line.said}</span>
      </td>
    </tr>
  );
}

const WILL: Record<NamedRound["kind"], string> = {
  archive: "Will be archived",
  assign: "Will be assigned",
  apply: "Will get the plan",
};

function outcomeOf(
  { kind, state }: NamedRound,
  line: RoundLine,
): { kind: StatusKind; label: string } {
  switch (line.state) {
    case "changed":
      return { kind: "ok", label: DONE[kind] };
    case "undone":
      return { kind: "none", label: "Taken back" };
    case "kept":
      return { kind: "warn", label: `${DONE[kind]}, not taken back` };
    case "left":
      return { kind: "warn", label: "Left as it is" };
    case "waiting":
      if (state === "cancelled") return { kind: "none", label: "Not reached" };
      return line.said
        ? { kind: "none", label: "Stays as it is" }
        : { kind: "info", label: WILL[kind] };
  }
}
