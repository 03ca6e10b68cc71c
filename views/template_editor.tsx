import type { Child } from "hono/jsx";
import {
  actionType,
  counted,
  ownerLabel,
  triggerInWords,
} from "../domain/onboarding/action_types.ts";
import type { Action, Milestone } from "../domain/onboarding/template_content.ts";
import { problemsIn, warningsIn } from "../domain/onboarding/template_problems.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { Button, IconButton, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";

export interface EditorProps {
  template: Template;
  mayChange: boolean;
  /** Why the last press was refused. */
  refusal?: string;
  /** A refused "add milestone". */
  form?: FormState;
}

export function TemplateTabs(
  { template, current, open }: {
    template: { id: string; published_number: number | null };
    current: "content" | "customer" | "revisions" | "suggestions";
    open: number;
  },
) {
  const at = `/templates/${template.id}`;
  const tab = (id: typeof current, label: string, path: string, count?: number) => ({
    label,
    href: at + path,
    count,
    current: id === current,
  });
  return (
    <Tabs
      label="Template"
      tabs={[
        tab("content", "Content", ""),
        tab("customer", "As the customer sees it", "/customer-view"),
        tab("revisions", "Revisions", "/revisions", template.published_number ?? undefined),
        tab("suggestions", "Suggestions", "/suggestions", open || undefined),
      ]}
    />
  );
}

/** Every change answers with it whole. */
export function TemplateEditor({ template, mayChange, refusal, form }: EditorProps) {
  const { milestones } = template.draft;
  const editable = mayChange && template.status !== "archived";
  return (
    <div
      id="template-editor"
      class="template-editor"
      hx-target:inherited="#template-editor"
      hx-swap:inherited="outerMorph"
    >
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      {editable && <OrderForm template={template} />}
      <Problems template={template} />
      {milestones.length === 0 && !editable &&
        <EmptyState title="This template says nothing yet" />}
      <ol class="milestones" data-sortable={editable ? "milestones" : undefined}>
        {milestones.map((milestone, at) => (
          <MilestoneSection
            template={template}
            milestone={milestone}
            at={at}
            editable={editable}
          />
        ))}
      </ol>
      {editable && <AddMilestone template={template} form={form} />}
    </div>
  );
}

/** Holds the version that every button of the page sends along. */
function OrderForm({ template }: { template: Template }) {
  return (
    <form id="order" method="post" action={`/templates/${template.id}`} hidden>
      <input type="hidden" name="version" value={String(template.version)} />
    </form>
  );
}

function Problems({ template }: { template: Template }) {
  const problems = problemsIn(template.draft);
  const warnings = template.draft.milestones.length > 0 ? warningsIn(template.draft) : [];
  if (problems.length === 0 && warnings.length === 0) return null;
  const at = `/templates/${template.id}`;
  const shown = problems.slice(0, 10);
  return (
    <Banner
      kind={problems.length > 0 ? "warn" : "info"}
      id="problems"
      title={problems.length > 0
        ? `${counted(problems.length, "thing")} to put right before it can be published`
        : "Worth a look"}
    >
      <ul>
        {shown.map(({ milestoneId, actionId, where, says }) => (
          <li>
            <a href={actionId ? `${at}/actions/${actionId}` : `${at}/milestones/${milestoneId}`}>
              {where}
            </a>
            : {says}
          </li>
        ))}
        {problems.length > shown.length && <li>and {problems.length - shown.length} more</li>}
        {warnings.slice(0, 5).map((warning) => <li>{warning}</li>)}
      </ul>
    </Banner>
  );
}

interface PartProps {
  template: Template;
  editable: boolean;
}

function MilestoneSection(
  { template, milestone, at, editable }: PartProps & { milestone: Milestone; at: number },
) {
  const path = `/templates/${template.id}/milestones/${milestone.id}`;
  const heading = `milestone-${milestone.id}`;
  return (
    <li
      class="milestone"
      id={`part-${milestone.id}`}
      data-order={editable ? milestone.id : undefined}
      data-position={editable ? `${path}/position` : undefined}
    >
      <div role="group" aria-labelledby={heading}>
        <header>
          <div>
            <h2 id={heading}>
              <span class="mark" aria-hidden="true">{at + 1}</span>
              {editable
                ? <a href={path} id={`open-${milestone.id}`}>{nameOf(milestone)}</a>
                : nameOf(milestone)}
            </h2>
            <p class="lead">{counted(milestone.duration_days, "day")}</p>
          </div>
          {editable && <MoveButtons id={milestone.id} path={path} name={nameOf(milestone)} />}
        </header>
        <MilestoneTexts milestone={milestone} />
        <ul class="actions" data-sortable={editable ? "actions" : undefined}>
          {milestone.actions.map((action) => (
            <ActionRow template={template} action={action} editable={editable} />
          ))}
        </ul>
        {editable && (
          <LinkButton href={`${path}/actions/new`} icon="plus" small id={`add-${milestone.id}`}>
            Add action<span class="hidden">to {nameOf(milestone)}</span>
          </LinkButton>
        )}
      </div>
    </li>
  );
}

const nameOf = (milestone: Milestone) => milestone.name || "Milestone without a name";

export function MilestoneTexts(
  { milestone }: { milestone: Pick<Milestone, "our_text" | "your_text"> },
) {
  if (!milestone.our_text && !milestone.your_text) return null;
  return (
    <dl class="milestone-texts">
      {milestone.our_text && (
        <div>
          <dt>What we're doing</dt>
          <dd>{milestone.our_text}</dd>
        </div>
      )}
      {milestone.your_text && (
        <div>
          <dt>What you're doing</dt>
          <dd>{milestone.your_text}</dd>
        </div>
      )}
    </dl>
  );
}

function ActionRow({ template, action, editable }: PartProps & { action: Action }) {
  const path = `/templates/${template.id}/actions/${action.id}`;
  const label = action.label || actionType(action.type).label;
  return (
    <li
      class="action-row"
      id={`part-${action.id}`}
      data-row
      data-order={editable ? action.id : undefined}
      data-position={editable ? `${path}/position` : undefined}
    >
      <div class="action-what">
        <a class="action-label" id={`open-${action.id}`} href={path}>{label}</a>
        <p class="action-type">
          {actionType(action.type).label} · {triggerInWords(action.trigger)} ·{" "}
          {actionType(action.type).completes}
        </p>
      </div>
      <ActionMarks action={action} />
      {editable && <MoveButtons id={action.id} path={path} name={label} />}
    </li>
  );
}

export function ActionMarks({ action }: { action: Action }) {
  const marks: Child[] = [
    <li>{ownerLabel(action.owner)}</li>,
    action.due_days !== undefined && <li>Due after {counted(action.due_days, "working day")}</li>,
    action.blocker && <li class="strong">Blocker</li>,
    action.send_without_review && <li class="strong">Sent without review</li>,
    <li>{action.portal_visible ? "In the portal" : "Not in the portal"}</li>,
    !action.dashboard_visible && <li>Not on the dashboard</li>,
  ];
  return <ul class="marks">{marks}</ul>;
}

function MoveButtons({ id, path, name }: { id: string; path: string; name: string }) {
  const step = (value: "up" | "down") => ({
    id: `${value}-${id}`,
    type: "submit" as const,
    form: "order",
    name: "step",
    value,
    formaction: `${path}/position`,
    "hx-post": `${path}/position`,
    "hx-include": "#order",
  });
  return (
    <div class="row-moves">
      <IconButton icon="arrowUp" label={`Move ${name} up`} {...step("up")} />
      <IconButton icon="arrowDown" label={`Move ${name} down`} {...step("down")} />
    </div>
  );
}

function AddMilestone({ template, form }: { template: Template; form?: FormState }) {
  const path = `/templates/${template.id}/milestones`;
  return (
    <form
      id="add-milestone"
      class="form add-milestone"
      method="post"
      action={path}
      hx-post={path}
      aria-label="Add a milestone"
    >
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(template.version)} />
      <div class="field-row">
        <Field name="name" label="New milestone" form={form} maxlength={120} required />
        <Field
          name="duration_days"
          label="Duration"
          form={form}
          value="7"
          inputmode="numeric"
          suffix="days"
          short
          required
        />
        <Button type="submit" icon="plus">Add milestone</Button>
      </div>
      {template.draft.milestones.length > 0 && (
        <p class="hint">
          Drag milestones and actions to order them, or use the arrows. With the keyboard: Alt and
          an arrow on a milestone or an action.
        </p>
      )}
    </form>
  );
}
