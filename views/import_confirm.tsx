import type { RowCounts } from "../domain/accounts/import_rows.ts";
import type { UndoPlan } from "../domain/accounts/import_undo.ts";
import type { ListedImport } from "../domain/accounts/imports.ts";
import { countedRows, STATES } from "../domain/accounts/import_words.ts";
import { ImportSteps, resultOf } from "./imports.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { Progress, StatusLabel } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";

export interface ImportConfirmProps {
  found: ListedImport;
  counts: RowCounts;
  templates: { id: string; name: string }[];
  form?: FormState;
  refusal?: string;
}

/** "Create 36, update 2, skip 4". */
export function planInWords({ create, update, skip }: RowCounts): string {
  const number = (count: number) => count.toLocaleString("en");
  return `Create ${number(create)}, update ${number(update)}, skip ${number(skip)}`;
}

export function ImportConfirm({ found, counts, templates, form, refusal }: ImportConfirmProps) {
  const at = `/import/${found.id}`;
  const any = counts.create + counts.update > 0;
  return (
    <>
      <ImportSteps current={4} />
      {refusal && <Banner kind="bad" title="Nothing was imported">{refusal}</Banner>}
      <Section title={planInWords(counts)}>
        <ul class="import-plan">
          <li>{countedRows(counts.create, "account")} will be created.</li>
          {counts.update > 0 && (
            <li>
              {countedRows(counts.update, "account")}{" "}
              will be updated with what their rows say. What a row leaves empty stays as it is.
            </li>
          )}
          {counts.skip > 0 && (
            <li>
              {countedRows(counts.skip)} will be left out
              {counts.fix > 0 && <>, {counts.fix.toLocaleString("en")} of them need fixing</>}.{" "}
              <a href={`${at}/skipped.csv`}>Download them as CSV</a>
            </li>
          )}
          {counts.guessed > 0 && (
            <li>
              {countedRows(counts.guessed)} hold guesses that nobody confirmed.{" "}
              <a href={`${at}/review`}>Look at them</a>
            </li>
          )}
        </ul>
        <p class="muted">Nothing is sent. You can undo the import for 24 hours.</p>
      </Section>
      <form class="form" method="post" action={`${at}/confirmation`}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(found.version)} />
        <Select
          name="template"
          label="Template for accounts whose row names none"
          form={form}
          value=""
          empty="No template"
          hint="Each account that is created gets its milestones and actions. They begin when somebody begins them."
          options={templates.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FormActions>
          {any && <Button type="submit" kind="primary">{planInWords(counts)}</Button>}
          <LinkButton kind={any ? "quiet" : "primary"} href={`${at}/review`}>
            Back to the rows
          </LinkButton>
        </FormActions>
      </form>
    </>
  );
}

/** Asks for itself again until the work is through, and then for the page that comes next. */
export function ImportProgress({ found }: { found: ListedImport }) {
  const { state, position, rows_count, id } = found;
  const counted = state !== "reading" && state !== "extracting";
  return (
    <div
      id="import-progress"
      class="import-progress"
      hx-get={`/import/${id}/progress`}
      hx-trigger="every 1s"
      hx-target="this"
      hx-swap="outerMorph"
    >
      <p role="status">
        <StatusLabel kind="info">{STATES[state].label}</StatusLabel>
      </p>
      {counted && (
        <Progress
          value={position}
          max={rows_count}
          label={STATES[state].label}
          text={`${position.toLocaleString("en")} of ${countedRows(rows_count)}`}
        />
      )}
      <p class="muted">
        You can leave this page. It goes on by itself, and the import is found under{" "}
        <a href="/import">Import</a>.
      </p>
      <a class="button plain small import-save" href={`/import/${id}`}>Look again</a>
    </div>
  );
}

export interface ImportResultProps {
  found: ListedImport;
  accounts: { id: string; name: string; outcome: string | null; error: string | null }[];
  undo: UndoPlan;
}

export function ImportResult({ found, accounts, undo }: ImportResultProps) {
  const at = `/import/${found.id}`;
  const out = found.skipped_count + found.rejected_count;
  const undone = found.state === "undone";
  return (
    <>
      <Banner
        kind={undone ? "info" : "ok"}
        title={undone
          ? `Undone: ${countedRows(found.archived_count, "account")} archived`
          : "The import is done"}
        action={undo.possible && undo.archives > 0 && (
          <LinkButton href={`${at}/undo`}>Undo import</LinkButton>
        )}
      >
        {resultOf(found)}.
      </Banner>
      <Facts
        facts={[
          { label: "Created", value: found.created_count.toLocaleString("en") },
          { label: "Updated", value: found.updated_count.toLocaleString("en") },
          {
            label: "Left out",
            value: out === 0 ? "0" : (
              <>
                {out.toLocaleString("en")} <a href={`${at}/skipped.csv`}>Download as CSV</a>
              </>
            ),
          },
        ]}
      />
      {accounts.length > 0 && (
        <Section
          title="Accounts"
          lead={found.created_count + found.updated_count > accounts.length
            ? `The first ${accounts.length}. All of them stand in the list of accounts.`
            : undefined}
        >
          <Table
            caption="Accounts of this import"
            columns={[{ label: "Account" }, { label: "What happened" }]}
          >
            {accounts.map(({ id, name, outcome, error }) => (
              <tr>
                <th scope="row">
                  <a href={`/accounts/${id}`}>{name}</a>
                </th>
                <td>
                  {outcome === "created" ? "Created" : "Updated"}
                  {error && `, without the plan: ${error}`}
                </td>
              </tr>
            ))}
          </Table>
        </Section>
      )}
    </>
  );
}

export function ImportUndo(
  { found, undo, refusal }: { found: ListedImport; undo: UndoPlan; refusal?: string },
) {
  const at = `/import/${found.id}`;
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <ul class="import-plan">
        <li>
          {countedRows(undo.archives, "account")}{" "}
          that this import created will be archived. Archived accounts can be restored.
        </li>
        {undo.touched > 0 && (
          <li>
            {countedRows(undo.touched, "account")}{" "}
            stay, because somebody worked on them since or mail was sent: {undo.names.join(", ")}
            {undo.touched > undo.names.length && " and others"}.
          </li>
        )}
        {undo.updated > 0 && (
          <li>
            {countedRows(undo.updated, "account")}{" "}
            that it updated stay as they are. Their history shows what they said before.
          </li>
        )}
      </ul>
      <form method="post" action={`${at}/undoing`}>
        <FormActions>
          <Button type="submit" kind="danger">
            Archive {countedRows(undo.archives, "account")}
          </Button>
          <LinkButton kind="quiet" href={`${at}/result`}>Keep them</LinkButton>
        </FormActions>
      </form>
    </>
  );
}
