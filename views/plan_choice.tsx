import { counted } from "../domain/onboarding/action_types.ts";
import type { Revision } from "../domain/onboarding/template_revisions.ts";
import type {
  Category,
  TemplateFilter,
  TemplatePage,
  TemplateRow,
} from "../domain/onboarding/templates.ts";
import { Icon } from "./icons.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import type { FormState } from "./parts/fields.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination } from "./parts/table.tsx";
import { TypeIcon } from "./plan_action.tsx";
import { categoriesOf, CategoryFilter } from "./templates.tsx";

export interface ChoiceProps {
  accountId: string;
  page: TemplatePage;
  filter: TemplateFilter;
  inUse: Record<Category, string[]>;
}

/** The published templates, to choose the one that this account follows. */
export function TemplateChoice({ accountId, page, filter, inUse }: ChoiceProps) {
  const at = `/accounts/${accountId}/plan/application`;
  const categories = Object.keys(inUse) as Category[];
  const narrowed = Boolean(filter.q || categories.some((category) => filter[category]));
  return (
    <>
      <FilterBar
        action={at}
        label="Filter by name"
        query={filter.q}
        clear={narrowed ? at : undefined}
      >
        {categories.filter((category) => inUse[category].length > 0).map((category) => (
          <CategoryFilter
            category={category}
            chosen={filter[category]}
            names={inUse[category]}
          />
        ))}
        <button type="submit" class="button plain">Filter</button>
      </FilterBar>
      {page.templates.length > 0
        ? (
          <ul class="choices-list">
            {page.templates.map((template) => <Choice template={template} at={at} />)}
          </ul>
        )
        : <NoChoice narrowed={narrowed} at={at} />}
      <Pagination
        previous={page.previous && address(at, filter, { before: page.previous })}
        next={page.next && address(at, filter, { after: page.next })}
      />
    </>
  );
}

function Choice({ template, at }: { template: TemplateRow; at: string }) {
  const holds = `${counted(template.milestones_count, "milestone")}, ${
    counted(template.actions_count, "action")
  }`;
  return (
    <li data-row>
      <div>
        <p>
          <a class="choice-name" href={`${at}?template=${template.id}`}>{template.name}</a>
        </p>
        {template.description && <p>{template.description}</p>}
        <p class="muted">
          {[
            categoriesOf(template),
            holds,
            `followed by ${counted(template.usage_count, "account")}`,
          ]
            .filter(Boolean).join(" · ")}
        </p>
      </div>
      <LinkButton href={`${at}?template=${template.id}`}>
        Choose<span class="hidden">{template.name}</span>
      </LinkButton>
    </li>
  );
}

function NoChoice({ narrowed, at }: { narrowed: boolean; at: string }) {
  return narrowed
    ? (
      <EmptyState
        title="No template matches"
        action={<LinkButton href={at}>Clear the filter</LinkButton>}
      />
    )
    : (
      <EmptyState
        title="No template is published yet"
        action={<LinkButton href="/templates">Templates</LinkButton>}
      >
        A template can be applied once somebody has published it.
      </EmptyState>
    );
}

function address(
  at: string,
  { q, segment, product_line, use_case, industry }: TemplateFilter,
  edge: { before?: string; after?: string },
): string {
  const query = new URLSearchParams();
  const parts = { q, segment, product_line, use_case, industry, ...edge };
  for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
  return `${at}?${query}`;
}

export interface ApplicationProps {
  accountId: string;
  accountName: string;
  template: TemplateRow;
  revision: Revision;
  form?: FormState;
}

/** What the chosen template brings, and when it begins. */
export function ApplicationPage(
  { accountId, accountName, template, revision, form }: ApplicationProps,
) {
  const at = `/accounts/${accountId}/plan/application`;
  return (
    <div class="beside wide-left">
      <form class="form" method="post" action={at}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="template_id" value={template.id} />
        <p>
          {accountName} gets its own copy of revision{" "}
          {revision.number}. What you change in it later stays with this account.
        </p>
        <StartChoice form={form} first={revision.content.milestones[0]?.name} />
        <FormActions>
          <Button type="submit" kind="primary">Apply {template.name}</Button>
          <LinkButton kind="quiet" href={at}>Choose another</LinkButton>
        </FormActions>
      </form>
      <aside aria-label="What it holds">
        <RevisionOutline revision={revision} />
      </aside>
    </div>
  );
}

export function StartChoice({ form, first }: { form?: FormState; first?: string }) {
  const name = first || "The first milestone";
  return (
    <RadioGroup
      name="start"
      label="Begin"
      form={form}
      value="now"
      required
      options={[
        {
          value: "now",
          label: "Now",
          hint: `${name} starts at once, with all that is due at its start.`,
        },
        {
          value: "later",
          label: "Later",
          hint: "Nothing happens until somebody starts the first milestone.",
        },
      ]}
    />
  );
}

export function RevisionOutline({ revision }: { revision: Revision }) {
  const { milestones } = revision.content;
  const days = milestones.reduce((sum, { duration_days }) => sum + duration_days, 0);
  return (
    <section class="outline">
      <h2>What it holds</h2>
      <p class="muted">{counted(milestones.length, "milestone")} in {counted(days, "day")}</p>
      <ol>
        {milestones.map(({ name, duration_days, actions }) => (
          <li>
            <p>
              <strong>{name}</strong> <span class="muted">{counted(duration_days, "day")}</span>
            </p>
            <ul>
              {actions.map(({ type, label }) => (
                <li>
                  <TypeIcon type={type} /> {label}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** An account without a plan. */
export function NoPlan(
  { accountId, mayApply, grantedBy, last }: {
    accountId: string;
    mayApply: boolean;
    grantedBy: string;
    /** What it followed before, where that was taken away. */
    last?: string;
  },
) {
  return (
    <EmptyState
      title="No plan yet"
      action={mayApply && (
        <LinkButton kind="primary" href={`/accounts/${accountId}/plan/application`}>
          Apply a template
        </LinkButton>
      )}
      example={
        <p class="muted">
          <Icon name="check" />{" "}
          Kickoff, Implementation, Go-live: what has to be done, by whom, and by when.
        </p>
      }
    >
      {last && `It followed ${last} before. `}
      A template gives this account its milestones and actions.
      {!mayApply && ` They are applied by ${grantedBy}.`}
    </EmptyState>
  );
}

/** What somebody sees who came back to this page from an old tab. */
export function HasPlan({ accountId }: { accountId: string }) {
  return (
    <Banner
      title="This account has a plan already"
      action={<LinkButton small href={`/accounts/${accountId}/plan`}>See it</LinkButton>}
    >
      To begin anew, apply its template again.
    </Banner>
  );
}
