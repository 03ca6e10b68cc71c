import type { Graph } from "../domain/workflows/graph.ts";
import type { Problem } from "../domain/workflows/node.ts";
import type { Looks } from "../domain/workflows/picture_shape.ts";
import type { Facts as WorkflowFacts, YamlProblem } from "../domain/workflows/workflow_yaml.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FileDrop, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";
import { Picture } from "./workflow_picture.tsx";

export function ImportPage({ form, problems }: { form?: FormState; problems?: YamlProblem[] }) {
  return (
    <form class="form" method="post" action="/workflows/imports" enctype="multipart/form-data">
      <ErrorSummary errors={form?.errors} />
      {problems && problems.length > 0 && <YamlProblems problems={problems} />}
      <FileDrop
        name="file"
        label="Workflow file"
        accept=".yaml,.yml,application/yaml,text/yaml"
        takes="A YAML file that Thread exported, or that you wrote. At most 1 MB."
        error={form?.errors.file}
      />
      <TextArea
        name="yaml"
        label="or its text"
        form={form}
        rows={16}
        required={false}
        extra={{ spellcheck: "false", class: "input code" }}
      />
      <FormActions>
        <Button type="submit" kind="primary">Show what is in it</Button>
        <LinkButton kind="quiet" href="/workflows">Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

function YamlProblems({ problems }: { problems: YamlProblem[] }) {
  return (
    <Section title="What is wrong with the file" id="yaml-problems">
      <Table
        caption="What is wrong with the file"
        columns={[{ label: "Line" }, { label: "Field" }, { label: "What is wrong" }]}
        compact
        still
      >
        {problems.map(({ line, field, says }) => (
          <tr>
            <th scope="row">{line ?? "–"}</th>
            <td>{field}</td>
            <td>{says}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** Nothing is saved before somebody has seen what would be. */
export function ImportPreview(
  { facts, graph, looks, problems, yaml }: {
    facts: WorkflowFacts;
    graph: Graph;
    looks: Looks;
    problems: Problem[];
    yaml: string;
  },
) {
  return (
    <>
      <Facts
        facts={[
          { label: "Name", value: facts.name },
          { label: "What it is for", value: facts.about || "Not said" },
          { label: "Steps", value: counted(graph.nodes.length, "step") },
        ]}
      />
      {problems.length > 0 && (
        <Banner
          kind="warn"
          title={`${counted(problems.length, "thing")} to look at before it can be published`}
        >
          <ul>{problems.slice(0, 10).map(({ text }) => <li>{text}</li>)}</ul>
        </Banner>
      )}
      <form class="form" method="post" action="/workflows/imports" enctype="multipart/form-data">
        <textarea name="yaml" class="hidden" hidden aria-label="Text of the file">
          {"\n"}
          {yaml}
        </textarea>
        <FormActions>
          <Button type="submit" kind="primary" name="save" value="yes">Save as a draft</Button>
          <LinkButton kind="quiet" href="/workflows/imports">Choose another file</LinkButton>
        </FormActions>
      </form>
      <Section title="What it says">
        <div
          class="picture-frame"
          id="frame"
          data-canvas="read"
          tabindex={0}
          role="group"
          aria-label="Picture"
        >
          <div id="stage">
            <Picture graph={graph} looks={looks} label={facts.name} />
          </div>
        </div>
      </Section>
    </>
  );
}
