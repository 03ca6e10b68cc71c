import type { Change } from "../domain/onboarding/template_diff.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import type { Content } from "../domain/onboarding/template_content.ts";
import { factsOfAction } from "../domain/onboarding/template_facts.ts";
import { problemsIn } from "../domain/onboarding/template_problems.ts";
import type { Revision, RevisionRow } from "../domain/onboarding/template_revisions.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { MilestoneTexts } from "./template_editor.tsx";

export function PublicationPage(
  { template, changes, form }: { template: Template; changes: Change[]; form?: FormState },
) {
  const at = `/templates/${template.id}`;
  const problems = problemsIn(template.draft);
  const empty = template.draft.milestones.length === 0;
  const first = template.published_number === null;
  if (problems.length > 0 || empty) {
    return (
      <EmptyState
        title={empty ? "There is nothing to publish yet" : "It cannot be published yet"}
        action={<LinkButton kind="primary" href={at}>Open the editor</LinkButton>}
      >
        {empty ? "Add a milestone first." : (
          <ul>
            {problems.slice(0, 20).map(({ where, says }) => <li>{where}: {says}</li>)}
          </ul>
        )}
      </EmptyState>
    );
  }
  if (!first && !template.draft_changed) {
    return (
      <EmptyState title="Nothing has changed" action={<LinkButton href={at}>Back</LinkButton>}>
        The draft says the same as revision {template.published_number}.
      </EmptyState>
    );
  }
  const number = (template.published_number ?? 0) + 1;
  return (
    <>
      <form class="form" method="post" action={`${at}/publication`}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(template.version)} />
        <p>
          Revision {number} is what accounts are given from now on. {template.usage_count > 0 &&
            `${counted(template.usage_count, "account")} that follow an earlier one keep it.`}
        </p>
        <TextArea
          name="note"
          label="What is new"
          form={form}
          rows={2}
          maxlength={500}
          required={false}
        />
        <FormActions>
          <Button type="submit" kind="primary">Publish revision {number}</Button>
          <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
        </FormActions>
      </form>
      <Section
        title={first ? "What it says" : `Changes since revision ${template.published_number}`}
      >
        <Differences changes={changes} />
      </Section>
    </>
  );
}

const KINDS: Record<Change["kind"], { label: string; kind: StatusKind }> = {
  added: { label: "Added", kind: "ok" },
  removed: { label: "Removed", kind: "bad" },
  changed: { label: "Changed", kind: "info" },
  moved: { label: "Moved", kind: "none" },
};

export function Differences({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return <p class="muted">They say the same.</p>;
  return (
    <ul class="differences">
      {changes.map((change) => (
        <li>
          <p>
            <StatusLabel kind={KINDS[change.kind].kind}>{KINDS[change.kind].label}</StatusLabel>
            <strong>{change.name}</strong>
            <span class="muted">
              {change.what}
              {change.within && ` in ${change.within}`}
            </span>
          </p>
          {change.fields.length > 0 && (
            <dl>
              {change.fields.map(({ field, before, after }) => (
                <div>
                  <dt>{field}</dt>
                  <dd>
                    <del>{before || "nothing"}</del> <ins>{after || "nothing"}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}

export function Revisions(
  { template, revisions, more }: { template: Template; revisions: RevisionRow[]; more?: number },
) {
  const at = `/templates/${template.id}/revisions`;
  if (revisions.length === 0) {
    return (
      <EmptyState title="Nothing is published yet">
        Each publication is kept here as it was, whatever the draft says later.
      </EmptyState>
    );
  }
  return (
    <>
      <Table
        caption="Revisions, newest first"
        columns={[
          { label: "Revision" },
          { label: "What is new" },
          { label: "Published" },
          { label: "By", wideOnly: true },
        ]}
      >
        {revisions.map(({ number, note, published_at, by }) => (
          <tr>
            <th scope="row">
              <a href={`${at}/${number}`}>Revision {number}</a>
            </th>
            <td>{note}</td>
            <td>
              <RelativeTime at={published_at} />
            </td>
            <td class="wide-only">{by ?? "Thread"}</td>
          </tr>
        ))}
      </Table>
      <Pagination next={more ? `${at}?before=${more}` : undefined} />
    </>
  );
}

export function RevisionPage(
  { revision, changes }: { revision: Revision; changes?: Change[] },
) {
  return (
    <>
      {revision.note && <p class="section">{revision.note}</p>}
      {changes && (
        <Section title={`Changes since revision ${revision.number - 1}`}>
          <Differences changes={changes} />
        </Section>
      )}
      <Section title="What it says">
        <ContentOutline content={revision.content} />
      </Section>
    </>
  );
}

/** Everything, to be read and not changed. */
export function ContentOutline({ content }: { content: Content }) {
  return (
    <ol class="milestones">
      {content.milestones.map((milestone, at) => (
        <li class="milestone">
          <section>
            <header>
              <div>
                <h3>
                  <span class="mark" aria-hidden="true">{at + 1}</span>
                  {milestone.name}
                </h3>
                <p class="lead">{counted(milestone.duration_days, "day")}</p>
              </div>
            </header>
            <MilestoneTexts milestone={milestone} />
            {milestone.actions.map((action) => (
              <details class="outline-action">
                <summary>{action.label}</summary>
                <Facts
                  facts={factsOfAction(action).filter(([, value]) => value)
                    .map(([label, value]) => ({ label, value }))}
                />
              </details>
            ))}
          </section>
        </li>
      ))}
    </ol>
  );
}
