import { counted } from "../domain/onboarding/action_types.ts";
import type { Behind, BehindPage } from "../domain/onboarding/upgrade_behind.ts";
import type { Summary } from "../domain/onboarding/upgrade_previews.ts";
import type { Round, RoundLine, RoundWithName } from "../domain/onboarding/upgrade_rounds.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { Button } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Link } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Progress, type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, SelectCell, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { UndoUpgrade } from "./upgrade.tsx";

/** On the template's own pages. */
export function BehindBanner({ template, count }: { template: Template; count: number }) {
  return (
    <Banner>
      {behindWords(count)} an older revision than {template.published_number}.{" "}
      <Link href={`/templates/${template.id}/upgrades`}>See what an upgrade would bring</Link>
    </Banner>
  );
}

function behindWords(count: number): string {
  if (count >= 1000) return "More than 1,000 accounts follow";
  return `${counted(count, "account")} ${count === 1 ? "follows" : "follow"}`;
}

export interface TemplateUpgradesProps {
  template: Template;
  page: BehindPage;
  /** Up to a thousand. */
  count: number;
  rounds: RoundWithName[];
  timeZone: string;
  form?: FormState;
}

const GROUP = "upgrade-accounts";

export function TemplateUpgrades(props: TemplateUpgradesProps) {
  const { template, page, count, form } = props;
  const at = `/templates/${template.id}/upgrades`;
  return (
    <>
      <ErrorSummary errors={form?.errors} />
      {count === 0 || page.accounts.length === 0
        ? (
          <EmptyState title="Every account follows the newest revision">
            Accounts that are given this template later begin with revision{" "}
            {template.published_number ?? 1}.
          </EmptyState>
        )
        : (
          <>
            <p class="upgrade-lead">
              {count >= 1000
                ? "More than 1,000 accounts follow"
                : `${counted(count, "account")} ${count === 1 ? "follows" : "follow"}`}{" "}
              an older revision than{" "}
              {template.published_number}. Nothing that is done is undone, and each account can be
              taken back by itself.
            </p>
            <BehindTable page={page} />
            <Pagination
              next={page.next && `${at}?after=${page.next.number}.${page.next.planId}`}
            />
            <RoundForm {...props} at={at} />
          </>
        )}
      <Rounds {...props} />
    </>
  );
}

function BehindTable({ page }: { page: BehindPage }) {
  return (
    <Table
      caption="Accounts that follow an older revision"
      columns={[
        { label: "Select", quiet: true },
        { label: "Account" },
        { label: "Revision", numeric: true },
        { label: "An upgrade" },
        { label: "Milestone", wideOnly: true },
        { label: "CSM", wideOnly: true },
      ]}
    >
      {page.accounts.map((account) => <BehindRow account={account} />)}
    </Table>
  );
}

function BehindRow({ account }: { account: Behind }) {
  return (
    <tr>
      <SelectCell group={GROUP} value={account.accountId} label={account.name} />
      <th scope="row">
        <Link href={`/accounts/${account.accountId}/upgrade`}>{account.name}</Link>
      </th>
      <td class="numeric">{account.number}</td>
      <td>
        <SummaryLabel summary={account.summary} />
      </td>
      <td class="wide-only">{account.milestone ?? "Not started"}</td>
      <td class="wide-only">{account.csm ?? "Nobody"}</td>
    </tr>
  );
}

function SummaryLabel({ summary: { hunks, conflicts } }: { summary: Summary }) {
  if (hunks === 0) return <StatusLabel kind="none">Nothing to do</StatusLabel>;
  if (conflicts === 0) return <StatusLabel kind="ok">{counted(hunks, "change")}</StatusLabel>;
  return (
    <StatusLabel kind="warn">
      {counted(hunks, "change")}, {counted(conflicts, "conflict")}
    </StatusLabel>
  );
}

function RoundForm({ template, count, form, at }: TemplateUpgradesProps & { at: string }) {
  return (
    <form class="form section" id={GROUP} method="post" action={at}>
      <RadioGroup
        name="conflicts"
        label="Where an account was changed in the same place"
        form={form}
        value="leave"
        options={[
          { value: "leave", label: "Leave the account, to be opened one by one" },
          { value: "keep", label: "Keep what the account says there, and take the rest" },
        ]}
      />
      <FormActions>
        <Button type="submit" kind="primary" name="press" value="chosen">
          Bring chosen accounts to revision {template.published_number}
        </Button>
        {count > 1 && (
          <Button type="submit" name="press" value="all">
            {count >= 1000 ? "Bring all" : `Bring all ${count}`}
          </Button>
        )}
      </FormActions>
    </form>
  );
}

function Rounds({ template, rounds, timeZone }: TemplateUpgradesProps) {
  if (rounds.length === 0) return null;
  return (
    <Section title="Asked for before">
      <ul class="upgrades-so-far">
        {rounds.map((round) => (
          <li>
            <p>
              <Link href={`/templates/${template.id}/upgrades/${round.id}`}>
                {counted(round.total, "account")} to revision {round.revision_number}
              </Link>
            </p>
            <p class="muted">
              <RelativeTime at={round.asked_at} timeZone={timeZone} />
              {round.by && ` by ${round.by}`}: {round.upgraded} upgraded
              {round.waiting > 0 && `, ${round.waiting} to go`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function RoundPage(
  { round, lines, next }: { round: Round; lines: RoundLine[]; next?: string },
) {
  const at = `/templates/${round.template_id}/upgrades/${round.id}`;
  const undoing = round.undo_asked_at !== null && round.undo_ended_at === null;
  return (
    <div
      id="upgrade-round"
      hx-get={at}
      hx-trigger={round.ended_at && !undoing ? undefined : "plan from:#live throttle:2s"}
      hx-select="#upgrade-round"
      hx-swap="outerMorph"
    >
      <p class="upgrade-lead">
        <Progress
          value={round.total - round.waiting}
          max={round.total}
          label="Accounts done"
          text={round.ended_at
            ? `Done: ${round.upgraded} of ${round.total} upgraded`
            : `${round.total - round.waiting} of ${round.total}`}
        />
      </p>
      <UndoRound round={round} at={at} undoing={undoing} />
      <Table
        caption="What happened to each account"
        columns={[{ label: "Account" }, { label: "Outcome" }, { label: "Undo", quiet: true }]}
      >
        {lines.map((line) => <RoundRow line={line} />)}
      </Table>
      <Pagination next={next && `${at}?after=${next}`} />
    </div>
  );
}

/** One press for all of them. */
function UndoRound({ round, at, undoing }: { round: Round; at: string; undoing: boolean }) {
  if (!round.ended_at || round.upgraded === 0) return null;
  if (undoing) return <p role="status">The upgrades are being taken back, one after the other.</p>;
  if (round.undo_ended_at) return null;
  return (
    <form
      method="post"
      action={`${at}/undoing`}
      data-ask={`Take back ${counted(round.upgraded, "upgrade")}? An account on which something ` +
        "came of it since stays as it is, and says so."}
    >
      <Button type="submit" small>Undo all of them</Button>
    </form>
  );
}

const OUTCOMES: Record<RoundLine["state"], { kind: StatusKind; label: string }> = {
  waiting: { kind: "none", label: "Waits its turn" },
  upgraded: { kind: "ok", label: "Upgraded" },
  nothing: { kind: "none", label: "Follows this revision already" },
  conflicts: { kind: "warn", label: "Left for you to decide" },
  refused: { kind: "bad", label: "Left as it is" },
};

function RoundRow({ line }: { line: RoundLine }) {
  const { kind, label } = OUTCOMES[line.state];
  const undone = line.undoneAt !== null;
  return (
    <tr>
      <th scope="row">
        <Link href={`/accounts/${line.accountId}/upgrade`}>{line.name}</Link>
      </th>
      <td>
        <StatusLabel kind={undone ? "none" : kind}>{undone ? "Undone" : label}</StatusLabel>{" "}
        <span class="muted">{undone ? "" : line.undoSaid || saidOf(line)}</span>
      </td>
      <td class="row-actions">
        {line.state === "upgraded" && line.upgradeId && !undone && (
          <UndoUpgrade
            accountId={line.accountId}
            upgradeId={line.upgradeId}
            name={line.name}
            round
          />
        )}
      </td>
    </tr>
  );
}

function saidOf({ state, said, conflicts, taken }: RoundLine): string {
  if (state === "conflicts") return counted(conflicts, "conflict");
  if (state !== "upgraded") return said;
  const kept = conflicts > 0 ? `, ${counted(conflicts, "conflict")} kept as it was here` : "";
  return `${counted(taken ?? 0, "change")} taken${kept}`;
}
