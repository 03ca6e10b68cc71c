import { actionType, counted } from "../domain/onboarding/action_types.ts";
import { seenByCustomer } from "../domain/onboarding/template_content.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { Banner } from "./parts/notices.tsx";
import { EmptyState } from "./parts/states.tsx";

/** The draft with the eyes of a customer: their texts, and the actions that the portal shows. */
export function CustomerView({ template }: { template: Template }) {
  const { milestones } = seenByCustomer(template.draft);
  if (milestones.length === 0) return <EmptyState title="There is nothing to see yet" />;
  return (
    <>
      <Banner>This is what the draft shows to a customer. Nothing here can be pressed.</Banner>
      <ol class="milestones">
        {milestones.map((milestone, at) => (
          <li class="milestone">
            <section>
              <header>
                <div>
                  <h2>
                    <span class="mark" aria-hidden="true">{at + 1}</span>
                    {milestone.name || "Milestone without a name"}
                  </h2>
                  <p class="lead">{counted(milestone.duration_days, "day")}</p>
                </div>
              </header>
              {milestone.your_text && <p class="says-text">{milestone.your_text}</p>}
              {milestone.actions.length > 0
                ? (
                  <ul class="actions">
                    {milestone.actions.map((action) => (
                      <li class="action-row">
                        <div class="action-what">
                          <p class="action-label">
                            {action.label || actionType(action.type).label}
                          </p>
                          <p class="action-type">
                            {action.owner === "customer" ? "For you" : "For us"}
                            {action.due_days !== undefined &&
                              ` · due after ${counted(action.due_days, "working day")}`}
                          </p>
                        </div>
                      </li>
                    ))}
                  </ul>
                )
                : <p class="muted">Nothing to do for the customer.</p>}
            </section>
          </li>
        ))}
      </ol>
    </>
  );
}
