import type { Content } from "../domain/onboarding/template_content.ts";
import { allActions } from "../domain/onboarding/template_content.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import type { Description } from "../domain/onboarding/template_changes.ts";
import { problemsIn } from "../domain/onboarding/template_problems.ts";
import type { YamlProblem } from "../domain/onboarding/template_yaml.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FileDrop, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";
import { ContentOutline } from "./template_publication.tsx";
import { categoriesOf } from "./templates.tsx";

export function ImportPage({ form, problems }: { form?: FormState; problems?: YamlProblem[] }) {
  return (
    <form
      class="form"
      method="post"
      action="/templates/imports"
      enctype="multipart/form-data"
    >
      <ErrorSummary errors={form?.errors} />
      {problems && <YamlProblems problems={problems} />}
      <FileDrop
        name="file"
        label="Template file"
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
        <LinkButton kind="quiet" href="/templates">Cancel</LinkButton>
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
  { facts, content, yaml }: { facts: Description; content: Content; yaml: string },
) {
  const problems = problemsIn(content);
  return (
    <>
      <Facts
        facts={[
          { label: "Name", value: facts.name },
          { label: "For", value: categoriesOf(facts) || "No category" },
          { label: "Description", value: facts.description || "None" },
          {
            label: "Content",
            value: `${counted(content.milestones.length, "milestone")}, ${
              counted(allActions(content).length, "action")
            }`,
          },
        ]}
      />
      {problems.length > 0 && (
        <Banner
          kind="warn"
          title={`${counted(problems.length, "thing")} to put right before it can be published`}
        >
          <ul>{problems.slice(0, 10).map(({ where, says }) => <li>{where}: {says}</li>)}</ul>
        </Banner>
      )}
      <form class="form" method="post" action="/templates/imports" enctype="multipart/form-data">
        <textarea name="yaml" class="hidden" hidden aria-label="Text of the file">
          {"\n"}
          {yaml}
        </textarea>
        <FormActions>
          <Button type="submit" kind="primary" name="save" value="yes">Save as a draft</Button>
          <LinkButton kind="quiet" href="/templates/imports">Choose another file</LinkButton>
        </FormActions>
      </form>
      <Section title="What it says">
        <ContentOutline content={content} />
      </Section>
    </>
  );
}
