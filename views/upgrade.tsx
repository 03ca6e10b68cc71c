import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import type { Plan } from "../domain/onboarding/plans.ts";
import type { Preview } from "../domain/onboarding/upgrade_previews.ts";
import type { UpgradeLine } from "../domain/onboarding/upgrades.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Link } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { Differences } from "./template_publication.tsx";
import { Hunks } from "./upgrade_hunks.tsx";

/** On the plan's page, while the template has a newer revision than the plan follows. */
export function UpgradeBanner(
  { accountId, follows, newest }: { accountId: string; follows: number; newest: number },
) {
  return (
    <Banner title={`Its template has revision ${newest}`}>
      This account follows revision {follows}.{" "}
      <Link href={`/accounts/${accountId}/upgrade`}>See what changed</Link>
    </Banner>
  );
}

export interface UpgradePageProps {
  preview: Preview;
  earlier: UpgradeLine[];
  form?: FormState;
  refusal?: string;
  timeZone: string;
}

export function UpgradePage({ preview, earlier, form, refusal, timeZone }: UpgradePageProps) {
  const { plan: { plan, account }, base, to, own, seen } = preview;
  const at = `/accounts/${account.id}`;
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <ErrorSummary errors={form?.errors} />
      <UpgradeLead preview={preview} timeZone={timeZone} />
      <form class="upgrade" method="post" action={`${at}/upgrade`}>
        <input type="hidden" name="version" value={String(plan.version)} />
        <input type="hidden" name="to" value={String(to.number)} />
        <input type="hidden" name="seen" value={seen} />
        <Hunks preview={preview} form={form} />
        <Section
          title="Changed on this account"
          lead="Nothing of this is touched, except where you chose so above."
        >
          {own.length === 0
            ? <p class="muted">It says what revision {base.number} said.</p>
            : <Differences changes={own} />}
        </Section>
        <p class="section">
          Work that is done stays done. You can undo the whole upgrade until something was done on
          what it brought.
        </p>
        <FormActions>
          <Button type="submit" kind="primary">Upgrade to revision {to.number}</Button>
          <LinkButton kind="quiet" href={`${at}/plan`}>Cancel</LinkButton>
        </FormActions>
      </form>
      <EarlierUpgrades accountId={account.id} earlier={earlier} timeZone={timeZone} />
    </>
  );
}

function UpgradeLead({ preview, timeZone }: { preview: Preview; timeZone: string }) {
  const { base, to, hunks } = preview;
  const frozen = hunks.filter((hunk) => hunk.frozen).length;
  const conflicts = hunks.filter((hunk) => hunk.conflict && !hunk.frozen).length;
  const facts = [
    `${counted(hunks.length, "change")} from revision ${base.number} to ${to.number}`,
    conflicts > 0 && `${counted(conflicts, "conflict")} to decide`,
    frozen > 0 && `${frozen} ${frozen === 1 ? "stays" : "stay"} because work is done`,
  ].filter(Boolean);
  return (
    <div class="upgrade-lead">
      <p>
        <strong>{to.name}</strong>: {facts.join(", ")}.
      </p>
      <p class="muted">
        Revision {to.number} was published <RelativeTime at={to.published_at} timeZone={timeZone} />
        {to.by && ` by ${to.by}`}
        {to.note && `: ${to.note}`}
      </p>
      {hunks.length === 0 && <p>Nothing changes on this account: it says all of this already.</p>}
    </div>
  );
}

export function NothingToUpgrade(
  { account, plan, earlier, refusal, timeZone }: {
    account: AccountWithPeople;
    plan: Plan | undefined;
    earlier: UpgradeLine[];
    refusal?: string;
    timeZone: string;
  },
) {
  const at = `/accounts/${account.id}/plan`;
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <EmptyState
        title={plan ? "There is nothing to upgrade" : "This account has no plan yet"}
        action={<LinkButton href={at}>Open the plan</LinkButton>}
      >
        {plan?.revision_number
          ? `It follows revision ${plan.revision_number} of ${plan.template_name}, the newest.`
          : plan && "Its plan does not come from a template."}
      </EmptyState>
      <EarlierUpgrades accountId={account.id} earlier={earlier} timeZone={timeZone} />
    </>
  );
}

function EarlierUpgrades(
  { accountId, earlier, timeZone }: {
    accountId: string;
    earlier: UpgradeLine[];
    timeZone: string;
  },
) {
  if (earlier.length === 0) return null;
  const newest = earlier.find(({ undone_at }) => !undone_at);
  return (
    <Section title="Upgrades so far">
      <ul class="upgrades-so-far">
        {earlier.map((one) => (
          <li>
            <p>
              <strong>Revision {one.from_number} to {one.to_number}</strong>
              {one.undone_at && <StatusLabel kind="none" chip>Undone</StatusLabel>}
            </p>
            <p class="muted">
              <RelativeTime at={one.upgraded_at} timeZone={timeZone} />
              {one.by && ` by ${one.by}`}: {tallyOf(one)}
            </p>
            {one === newest && <UndoUpgrade accountId={accountId} upgradeId={one.id} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function tallyOf(
  { taken, left_out, conflicts_left }: Pick<UpgradeLine, "taken" | "left_out" | "conflicts_left">,
): string {
  const left = left_out > 0 && `${left_out} left`;
  const ours = conflicts_left > 0 && `${counted(conflicts_left, "conflict")} kept as it was here`;
  return [`${counted(taken, "change")} taken`, left, ours].filter(Boolean).join(", ");
}

/** `round`: pressed on the page that shows many accounts. */
export function UndoUpgrade(
  { accountId, upgradeId, name, round }: {
    accountId: string;
    upgradeId: string;
    name?: string;
    round?: boolean;
  },
) {
  return (
    <form method="post" action={`/accounts/${accountId}/upgrades/${upgradeId}/undoing`}>
      {round && <input type="hidden" name="from" value="round" />}
      <Button type="submit" small aria-label={name && `Undo this upgrade of ${name}`}>
        Undo this upgrade
      </Button>
    </form>
  );
}
