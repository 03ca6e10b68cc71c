import type { ListedImport } from "../domain/accounts/imports.ts";
import {
  countedRows,
  ENCODINGS,
  FORMATS,
  readAs,
  SEPARATORS,
} from "../domain/accounts/import_words.ts";
import { ImportSteps } from "./imports.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";

export interface ImportSourceProps {
  found: ListedImport;
  first: { row_no: number; cells: string[] }[];
  form?: FormState;
  refusal?: string;
}

const MOST_COLUMNS = 8;

/** What Thread thinks of the source, and the switch to read it otherwise. */
export function ImportSource({ found, first, form, refusal }: ImportSourceProps) {
  const readable = found.state !== "unreadable";
  return (
    <>
      <ImportSteps current={1} />
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      {readable
        ? (
          <Banner
            kind="info"
            title={readAs(found)}
            action={
              <LinkButton kind="primary" href={`/import/${found.id}/columns`}>
                Match columns
              </LinkButton>
            }
          >
            {found.remark ?? "If that is not right, say below how it is to be read."}
          </Banner>
        )
        : (
          <Banner kind="bad" title="This cannot be read as it is">
            {found.problem} Read it in another way below, or{" "}
            <a href="/import/new">upload it once more</a>.
          </Banner>
        )}
      {readable && <FirstRows found={found} first={first} />}
      <ReadAgain found={found} form={form} />
    </>
  );
}

function FirstRows({ found, first }: Pick<ImportSourceProps, "found" | "first">) {
  const filled = found.columns.map((column, at) => ({ ...column, at }))
    .filter(({ samples }) => samples.length > 0);
  const shown = filled.slice(0, MOST_COLUMNS);
  const more = filled.length - shown.length;
  return (
    <Section
      title="The first rows"
      lead={more > 0 ? `Not shown here: ${countedRows(more, "further column")}.` : undefined}
    >
      <Table
        caption="The first rows"
        columns={[{ label: "Row" }, ...shown.map(({ name }) => ({ label: name }))]}
        compact
        still
      >
        {first.map(({ row_no, cells }) => (
          <tr>
            <th scope="row">{row_no}</th>
            {shown.map(({ at }) => <td class="import-sample">{cells[at]}</td>)}
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function ReadAgain({ found, form }: Pick<ImportSourceProps, "found" | "form">) {
  return (
    <Section title="How it is read">
      <form class="form" method="post" action={`/import/${found.id}/source`}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(found.version)} />
        <Select
          name="format"
          label="It is"
          form={form}
          value={found.format}
          options={FORMATS.map(({ format, label }) => ({ value: format, label }))}
        />
        <Select
          name="separator"
          label="Separator of a CSV"
          form={form}
          value={found.separator}
          options={SEPARATORS.map(({ separator, label }) => ({ value: separator, label }))}
        />
        <Select
          name="encoding"
          label="Encoding"
          hint="Choose another one where letters with accents look wrong."
          form={form}
          value={found.encoding}
          options={ENCODINGS.map(({ encoding, label }) => ({ value: encoding, label }))}
        />
        <Checkbox
          name="header"
          label="The first row names the columns"
          form={form}
          checked={found.header}
        />
        <FormActions>
          <Button type="submit">Read it again this way</Button>
        </FormActions>
      </form>
    </Section>
  );
}
