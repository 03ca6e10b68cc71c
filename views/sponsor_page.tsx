import type { Words } from "../domain/messages/words/words.ts";
import { isOpen } from "../domain/onboarding/action_states.ts";
import type { Journey, SeenAction, SeenMilestone } from "../domain/portal/journey.ts";
import { countsOf, currentMilestone, nextMilestone, progressOf } from "../domain/portal/tasks.ts";
import { Timeline } from "./parts/lists.tsx";
import { Progress } from "./parts/status.tsx";

const MOST_NEXT = 5;

/** How far it is and what comes next, in one look, for somebody who has a minute. */
export function SponsorPage({ journey, words }: { journey: Journey; words: Words }) {
  const { plan, csm } = journey;
  const { done, all, share } = progressOf(journey);
  const { t } = words;
  return (
    <>
      <p class="lead">{headline(journey, words)}</p>
      <p class="sponsor-share">
        <Progress
          value={done}
          max={all}
          label={t("timeline.doneSoFar")}
          text={t("timeline.share", { percent: words.percent(share) })}
          words={words}
        />
      </p>
      <Next journey={journey} words={words} />
      {plan && (
        <section class="sponsor-phases">
          <h2>{t("sponsor.phases")}</h2>
          <Timeline
            label={t("sponsor.phases")}
            done={t("step.done")}
            steps={journey.milestones.map((milestone) => ({
              title: milestone.name,
              detail: phaseInWords(milestone, words),
              state: stateOf(milestone),
            }))}
          />
        </section>
      )}
      {csm && <p class="muted">{t("sponsor.lookedAfter", { name: firstOf(csm.name) })}</p>}
    </>
  );
}

function headline(journey: Journey, { t, day }: Words): string {
  const { plan } = journey;
  if (!plan) return t("sponsor.preparing");
  if (plan.isFinished) {
    return plan.finishedOn
      ? t("sponsor.liveSince", { day: day(plan.finishedOn) })
      : t("sponsor.live");
  }
  const now = currentMilestone(journey)?.name;
  const sentences = [
    ...(now ? [t("sponsor.workingOn", { milestone: now })] : []),
    ...(plan.goLiveOn ? [t("sponsor.goLive", { day: day(plan.goLiveOn) })] : []),
  ];
  return sentences.join(" ") || t("sponsor.soon");
}

function Next({ journey, words }: { journey: Journey; words: Words }) {
  const { plan } = journey;
  const { t } = words;
  if (!plan || plan.isFinished) return null;
  const open = (currentMilestone(journey)?.actions ?? []).filter(({ state }) => isOpen(state));
  const after = nextMilestone(journey);
  if (open.length === 0 && !after) return null;
  return (
    <section class="sponsor-next">
      <h2>{t("sponsor.next")}</h2>
      <ul class="says">
        {open.slice(0, MOST_NEXT).map((action) => <li>{stepInWords(action, journey, words)}</li>)}
        {open.length > MOST_NEXT && <li>{t("sponsor.more", { count: open.length - MOST_NEXT })}
        </li>}
        {after && (
          <li>
            {after.targetOn
              ? t("sponsor.thenUntil", { milestone: after.name, day: words.day(after.targetOn) })
              : t("sponsor.then", { milestone: after.name })}
          </li>
        )}
      </ul>
    </section>
  );
}

/** By whom, as a company and not as a person. */
function stepInWords(action: SeenAction, { account }: Journey, { t, day }: Words): string {
  const { label, owner, isOverdue, deadlineOn } = action;
  const step = owner === "customer" ? `${label} (${account.name})` : label;
  if (!deadlineOn) return isOverdue ? t("sponsor.late", { step }) : step;
  return t(isOverdue ? "sponsor.untilLate" : "sponsor.until", { step, day: day(deadlineOn) });
}

function phaseInWords(milestone: SeenMilestone, { t, day }: Words): string {
  const { state, finishedOn, targetOn } = milestone;
  const { done, all } = countsOf(milestone);
  if (state === "done") {
    return finishedOn ? t("phase.completedOn", { day: day(finishedOn) }) : t("phase.completed");
  }
  if (state === "skipped") return t("phase.notNeeded");
  const target = targetOn ? day(targetOn) : "";
  if (state !== "active" || all === 0) {
    return target ? t("sponsor.target", { day: target }) : "";
  }
  return target
    ? t("sponsor.countTarget", { done, all, day: target })
    : t("sponsor.count", { done, all });
}

function stateOf({ state }: SeenMilestone): "done" | "now" | "next" {
  if (state === "active") return "now";
  return state === "not_started" ? "next" : "done";
}

const firstOf = (name: string) => name.trim().split(/\s+/)[0] ?? "";
