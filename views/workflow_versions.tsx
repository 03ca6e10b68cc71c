import type { StepChange } from "../domain/workflows/graph_diff.ts";
import type { Version, VersionRow } from "../domain/workflows/publications.ts";
import type { Workflow } from "../domain/workflows/workflows.ts";
import type { EditorModel } from "../domain/workflows/editor_model.ts";
import type { Looks } from "../domain/workflows/picture_shape.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { Picture } from "./workflow_picture.tsx";

/** What stands in the way, or what will be different, before anything is. */
export function PublicationPage(
  { workflow, problems, changes, form }: {
    workflow: Workflow;
    problems: EditorModel["problems"];
    changes: StepChange[];
    form?: FormState;
  },
) {
  const at = `/workflows/${workflow.id}`;
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  if (errors.length > 0) {
    return (
      <>
        <ErrorSummary errors={form?.errors} />
        <EmptyState
          title="It cannot be published yet"
          action={<LinkButton kind="primary" href={at}>Open the editor</LinkButton>}
        >
          <ProblemList workflow={workflow} problems={problems} />
        </EmptyState>
      </>
    );
  }
  const first = workflow.published_number === 0;
  if (!first && !workflow.draft_changed) {
    return (
      <EmptyState title="Nothing has changed" action={<LinkButton href={at}>Back</LinkButton>}>
        The draft says the same as version {workflow.published_number}.
      </EmptyState>
    );
  }
  const number = workflow.published_number + 1;
  return (
    <>
      <form class="form" method="post" action={`${at}/publication`}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="rev" value={String(workflow.rev)} />
        <p>
          New runs will follow version{" "}
          {number}. Runs that are under way go on with the version that they began with.
        </p>
        <TextArea
          name="says"
          label="What is new"
          form={form}
          rows={2}
          maxlength={500}
          required={false}
        />
        {workflow.state !== "active" && (
          <Checkbox
            name="activate"
            label="Activate it now"
            hint="Otherwise nothing starts it until somebody activates it."
            form={form}
          />
        )}
        <FormActions>
          <Button type="submit" kind="primary">Publish version {number}</Button>
          <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
        </FormActions>
      </form>
      {warnings.length > 0 && (
        <Section title="Worth a look">
          <ProblemList workflow={workflow} problems={warnings} />
        </Section>
      )}
      <Section title={first ? "Its steps" : `Changes since version ${workflow.published_number}`}>
        <StepChanges changes={changes} />
      </Section>
    </>
  );
}

function ProblemList(
  { workflow, problems }: { workflow: Workflow; problems: EditorModel["problems"] },
) {
  return (
    <ul class="problem-list">
      {problems.slice(0, 50).map(({ nodeId, text, severity }) => (
        <li>
          <StatusLabel kind={severity === "error" ? "bad" : "warn"}>
            {severity === "error" ? "Problem" : "Warning"}
          </StatusLabel>{" "}
          <a href={`/workflows/${workflow.id}/steps/${nodeId}`}>{text}</a>
        </li>
      ))}
    </ul>
  );
}

const KINDS: Record<StepChange["kind"], { label: string; kind: StatusKind }> = {
  added: { label: "Added", kind: "ok" },
  removed: { label: "Removed", kind: "bad" },
  changed: { label: "Changed", kind: "info" },
  moved: { label: "Moved", kind: "none" },
};

export function StepChanges({ changes }: { changes: StepChange[] }) {
  const moved = changes.filter(({ kind }) => kind === "moved").length;
  const others = changes.filter(({ kind }) => kind !== "moved");
  if (changes.length === 0) return <p class="muted">They say the same.</p>;
  return (
    <>
      <ul class="differences">
        {others.map((change) => (
          <li>
            <p>
              <StatusLabel kind={KINDS[change.kind].kind}>{KINDS[change.kind].label}</StatusLabel>
              <strong>{change.title}</strong> <span class="muted">{change.label}</span>
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
      {moved > 0 && (
        <p class="muted">{counted(moved, "step")} only stands somewhere else on the picture.</p>
      )}
    </>
  );
}

export function Versions(
  { workflow, versions, more, mayChange }: {
    workflow: Workflow;
    versions: VersionRow[];
    more?: number;
    mayChange: boolean;
  },
) {
  const at = `/workflows/${workflow.id}/versions`;
  if (versions.length === 0) {
    return (
      <EmptyState
        title="Nothing is published yet"
        action={<LinkButton href={`/workflows/${workflow.id}`}>Open the editor</LinkButton>}
      >
        Each version is kept here as it was published, whatever the draft says later.
      </EmptyState>
    );
  }
  return (
    <>
      <Table
        caption="Versions, newest first"
        columns={[
          { label: "Version" },
          { label: "What is new" },
          { label: "Published" },
          { label: "By", wideOnly: true },
        ]}
      >
        {versions.map(({ number, says, published_at, by }) => (
          <tr>
            <th scope="row">
              <a href={`${at}/${number}`}>Version {number}</a>{" "}
              {number === workflow.published_number && (
                <StatusLabel kind="ok" chip>Followed by new runs</StatusLabel>
              )}
            </th>
            <td>{says}</td>
            <td>
              <RelativeTime at={published_at} />
            </td>
            <td class="wide-only">{by ?? "Thread"}</td>
          </tr>
        ))}
      </Table>
      <Pagination next={more ? `${at}?before=${more}` : undefined} />
      {mayChange && <p class="muted">Open a version to compare it or to bring it back.</p>}
    </>
  );
}

export function VersionPage(
  { workflow, version, against, numbers, changes, looks, mayChange }: {
    workflow: Workflow;
    version: Version;
    /** The number that it is compared with; "draft" is the draft. */
    against?: string;
    numbers: number[];
    changes?: StepChange[];
    looks: Looks;
    mayChange: boolean;
  },
) {
  const at = `/workflows/${workflow.id}/versions/${version.number}`;
  return (
    <>
      {version.says && <p>{version.says}</p>}
      {mayChange && (
        <form class="form" method="post" action={`${at}/restoration`}>
          <p class="muted">
            The draft becomes what this version says. That can be undone in the editor, and no run
            changes.
          </p>
          <FormActions>
            <Button type="submit">Bring back as the draft</Button>
          </FormActions>
        </form>
      )}
      <Section title="As it was published">
        <div
          class="picture-frame"
          id="frame"
          data-canvas="read"
          tabindex={0}
          role="group"
          aria-label="Picture"
        >
          <div id="stage">
            <Picture
              graph={version.graph}
              looks={looks}
              label={`${workflow.name}, version ${version.number}`}
            />
          </div>
        </div>
      </Section>
      <Section title="What is different">
        <form class="filter-bar" method="get" action={at}>
          <label for="against">Compared with</label>
          <select class="input select" id="against" name="against">
            <option value="draft" selected={against === "draft"}>The draft</option>
            {numbers.filter((number) => number !== version.number).map((number) => (
              <option value={String(number)} selected={against === String(number)}>
                Version {number}
              </option>
            ))}
          </select>
          <button type="submit" class="button plain">Compare</button>
        </form>
        {changes ? <StepChanges changes={changes} /> : <p class="muted">It is the first.</p>}
      </Section>
    </>
  );
}
