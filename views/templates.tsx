import type {
  Categories,
  Category,
  TemplateFilter,
  TemplatePage,
  TemplateRow,
} from "../domain/onboarding/templates.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { Menu, MenuForm, MenuLink } from "./parts/dialogs.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination, RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export const CATEGORY_LABELS: Record<Category, string> = {
  segment: "Segment",
  product_line: "Product line",
  use_case: "Use case",
  industry: "Industry",
};

const CATEGORIES = Object.keys(CATEGORY_LABELS) as Category[];

export interface TemplatesProps {
  page: TemplatePage;
  filter: TemplateFilter;
  inUse: Record<Category, string[]>;
  mayChange: boolean;
}

export function Templates({ page, filter, inUse, mayChange }: TemplatesProps) {
  const narrowed = filter.q || CATEGORIES.some((category) => filter[category]);
  const view = (status?: TemplateFilter["status"]) => address({ status });
  return (
    <>
      <Tabs
        label="Templates"
        tabs={[
          { label: "In use", href: view(), current: !filter.status },
          { label: "Published", href: view("published"), current: filter.status === "published" },
          { label: "Drafts", href: view("draft"), current: filter.status === "draft" },
          { label: "Archived", href: view("archived"), current: filter.status === "archived" },
        ]}
      />
      <div class="template-filters">
        <FilterBar
          action="/templates"
          label="Filter by name"
          query={filter.q}
          clear={narrowed ? view(filter.status) : undefined}
        >
          {filter.status && <input type="hidden" name="status" value={filter.status} />}
          {CATEGORIES.map((category) => (
            <CategoryFilter
              category={category}
              chosen={filter[category]}
              names={inUse[category]}
            />
          ))}
          <button type="submit" class="button plain">Filter</button>
        </FilterBar>
      </div>
      {page.templates.length > 0
        ? <TemplateTable templates={page.templates} mayChange={mayChange} />
        : <NoTemplates filter={filter} narrowed={Boolean(narrowed)} mayChange={mayChange} />}
      <Pagination
        previous={page.previous && address({ ...filter, after: undefined, before: page.previous })}
        next={page.next && address({ ...filter, before: undefined, after: page.next })}
      />
    </>
  );
}

export function CategoryFilter(
  { category, chosen, names }: { category: Category; chosen?: string; names: string[] },
) {
  const known = chosen && !names.includes(chosen) ? [chosen, ...names] : names;
  return (
    <select class="input select" name={category} aria-label={CATEGORY_LABELS[category]}>
      <option value="">{CATEGORY_LABELS[category]}: any</option>
      {known.map((name) => <option value={name} selected={name === chosen}>{name}</option>)}
    </select>
  );
}

function TemplateTable(
  { templates, mayChange }: { templates: TemplateRow[]; mayChange: boolean },
) {
  const columns = [
    { label: "Name" },
    { label: "Status" },
    { label: "For", wideOnly: true },
    { label: "Content", wideOnly: true },
    { label: "Accounts", numeric: true },
    { label: "Changed", wideOnly: true },
    { label: "Menu", quiet: true },
  ];
  return (
    <Table caption="Templates" columns={columns}>
      {templates.map((template) => (
        <tr id={`template-${template.id}`}>
          <th scope="row">
            <a href={`/templates/${template.id}`}>{template.name}</a>
          </th>
          <td>
            <TemplateStatus template={template} />
          </td>
          <td class="wide-only">{categoriesOf(template)}</td>
          <td class="wide-only">
            {counted(template.milestones_count, "milestone")},{" "}
            {counted(template.actions_count, "action")}
          </td>
          <td class="numeric">{template.usage_count}</td>
          <td class="wide-only">
            <RelativeTime at={template.changed_at} />
          </td>
          <RowActions>
            <TemplateMenu template={template} mayChange={mayChange} />
          </RowActions>
        </tr>
      ))}
    </Table>
  );
}

export function TemplateMenu(
  { template, mayChange }: { template: TemplateRow; mayChange: boolean },
) {
  const at = `/templates/${template.id}`;
  return (
    <Menu id={`menu-${template.id}`} label={`Menu of ${template.name}`} icon="ellipsis">
      {mayChange && template.status !== "archived" && (
        <MenuLink href={`${at}/details`}>Name and categories</MenuLink>
      )}
      {mayChange && <MenuLink href={`${at}/copies`}>Duplicate</MenuLink>}
      <MenuLink href={`${at}/export`}>Export</MenuLink>
      {mayChange && (template.status === "archived"
        ? <MenuForm action={`${at}/restoration`}>Restore</MenuForm>
        : <MenuLink href={`${at}/archival`}>Archive</MenuLink>)}
    </Menu>
  );
}

export function TemplateStatus({ template }: { template: Omit<TemplateRow, "draft"> }) {
  const { status, draft_changed, published_number } = template;
  return (
    <span id={`status-${template.id}`}>
      {status === "archived"
        ? <StatusLabel kind="none" chip>Archived</StatusLabel>
        : published_number === null
        ? <StatusLabel kind="warn" chip>Draft</StatusLabel>
        : draft_changed
        ? <StatusLabel kind="info" chip>Published {published_number}, with changes</StatusLabel>
        : <StatusLabel kind="ok" chip>Published {published_number}</StatusLabel>}
    </span>
  );
}

export function categoriesOf(template: Categories): string {
  return CATEGORIES.map((category) => template[category]).filter(Boolean).join(" · ");
}

function NoTemplates(
  { filter, narrowed, mayChange }: {
    filter: TemplateFilter;
    narrowed: boolean;
    mayChange: boolean;
  },
) {
  if (narrowed) {
    return (
      <EmptyState
        title="No template matches"
        action={<LinkButton href={address({ status: filter.status })}>Clear the filter</LinkButton>}
      >
        The search looks anywhere in the names.
      </EmptyState>
    );
  }
  if (filter.status === "archived") {
    return (
      <EmptyState title="Nothing is archived">
        Templates are archived, not deleted: accounts that follow one keep it.
      </EmptyState>
    );
  }
  if (filter.status) {
    return (
      <EmptyState title={filter.status === "draft" ? "No drafts" : "Nothing is published yet"}>
        A template is a draft until it is published for the first time.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No templates yet"
      action={mayChange && (
        <>
          <LinkButton kind="primary" href="/templates/new">New template</LinkButton>
          <LinkButton href="/templates/proposals">Describe your onboarding</LinkButton>
          <LinkButton href="/templates/imports">Import a file</LinkButton>
        </>
      )}
      example={
        <ol>
          <li>Kickoff, 7 days: a welcome email, a kickoff call, a form</li>
          <li>Implementation, 21 days: documents, brand assets, a data review</li>
          <li>Go-live, 5 days: one email</li>
        </ol>
      }
    >
      A template says once how customers of a kind are brought to go-live.
      {!mayChange && " Somebody in operations or an admin makes them."}
    </EmptyState>
  );
}

function address(filter: TemplateFilter): string {
  const query = new URLSearchParams();
  for (const name of ["status", "q", ...CATEGORIES, "after", "before"] as const) {
    if (filter[name]) query.set(name, filter[name]);
  }
  return query.size > 0 ? `/templates?${query}` : "/templates";
}
