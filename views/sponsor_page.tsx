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
  return (
    <>
      <p class="lead">{headline(journey, words)}</p>
      <p class="sponsor-share">
        <Progress
          value={done}
          max={all}
          label="Done so far"
          text={`${words.percent(share)} done`}
        />
      </p>
      <Next journey={journey} words={words} />
      {plan && (
        <section class="sponsor-phases">
          <h2>Phases</h2>
          <Timeline
            label="Phases"
            steps={journey.milestones.map((milestone) => ({
              title: milestone.name,
              detail: phaseInWords(milestone, words),
              state: stateOf(milestone),
            }))}
          />
        </section>
      )}
      {csm && <p class="muted">{firstOf(csm.name)} looks after it. Ask your own team for more.</p>}
    </>
  );
}

function headline(journey: Journey, words: Words): string {
  const { plan } = journey;
  if (!plan) return "The plan is being prepared.";
  if (plan.isFinished) {
    return plan.finishedOn ? `Live since ${words.day(plan.finishedOn)}.` : "Live.";
  }
  const now = currentMilestone(journey)?.name;
  const when = plan.goLiveOn ? `Go-live is expected on ${words.day(plan.goLiveOn)}.` : "";
  return [now && `Working on ${now}.`, when].filter(Boolean).join(" ") || "It begins soon.";
}

function Next({ journey, words }: { journey: Journey; words: Words }) {
  const { plan } = journey;
  if (!plan || plan.isFinished) return null;
  const open = (currentMilestone(journey)?.actions ?? []).filter(({ state }) => isOpen(state));
  const after = nextMilestone(journey);
  if (open.length === 0 && !after) return null;
  return (
    <section class="sponsor-next">
      <h2>What comes next</h2>
      <ul class="says">
        {open.slice(0, MOST_NEXT).map((action) => <li>{stepInWords(action, journey, words)}</li>)}
        {open.length > MOST_NEXT && <li>and {open.length - MOST_NEXT} more</li>}
        {after && (
          <li>
            Then {after.name}
            {after.targetOn && `, until ${words.day(after.targetOn)}`}
          </li>
        )}
      </ul>
    </section>
  );
}

/** By whom, as a company and not as a person. */
function stepInWords(action: SeenAction, { account }: Journey, words: Words): string {
  const who = action.owner === "customer" ? ` (${account.name})` : "";
  const late = action.isOverdue ? ", late" : "";
  const until = action.deadlineOn ? `, until ${words.day(action.deadlineOn)}` : "";
  return `${action.label}${who}${until}${late}`;
}

function phaseInWords(milestone: SeenMilestone, words: Words): string {
  const { state, finishedOn, targetOn } = milestone;
  const { done, all } = countsOf(milestone);
  if (state === "done") return finishedOn ? `Completed ${words.day(finishedOn)}` : "Completed";
  if (state === "skipped") return "Not needed";
  const target = targetOn ? `target ${words.day(targetOn)}` : "";
  const counts = state === "active" && all > 0 ? `${done} of ${all} done` : "";
  const said = [counts, target].filter(Boolean).join(", ");
  return said.slice(0, 1).toUpperCase() + said.slice(1);
}

function stateOf({ state }: SeenMilestone): "done" | "now" | "next" {
  if (state === "active") return "now";
  return state === "not_started" ? "next" : "done";
}

const firstOf = (name: string) => name.trim().split(/\s+/)[0] ?? "";
