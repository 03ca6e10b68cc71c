import type { SentDocument } from "../domain/portal/documents.ts";
import { sizeInWords } from "../domain/portal/file_types.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { wholeTime } from "./parts/time.tsx";
import { OlderVersions } from "./portal_documents.tsx";
import { FileStatus } from "./portal_files.tsx";

export interface AccountDocumentsProps {
  documents: SentDocument[];
  next?: string;
  isFirst: boolean;
  /** The account's address. */
  at: string;
  timeZone: string;
  mayDecide: boolean;
  /** Why the last press did nothing. */
  refusal?: string;
}

/** Every file that the customer sent, newest first, for the staff to read and to decide on. */
export function AccountDocuments(props: AccountDocumentsProps) {
  const { documents, next, isFirst, at, refusal } = props;
  return (
    <Section title="Files from the customer" id="customer-files">
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      {documents.length === 0
        ? (
          <EmptyState title="The customer has sent no file yet" level={3}>
            Each file that they send in the portal is listed here, with all of its versions.
          </EmptyState>
        )
        : (
          <Table caption="Files from the customer" columns={COLUMNS}>
            {documents.map((sent) => <FileRow {...props} sent={sent} />)}
          </Table>
        )}
      <Pagination
        previous={isFirst ? undefined : `${at}/documents`}
        next={next && `${at}/documents?before=${next}`}
      />
    </Section>
  );
}

const COLUMNS = [
  { label: "File" },
  { label: "Action", wideOnly: true },
  { label: "Sent", wideOnly: true },
  { label: "State" },
];

function FileRow(
  { sent, at, timeZone, mayDecide }: AccountDocumentsProps & { sent: SentDocument },
) {
  return (
    <tr id={`document-${sent.id}`}>
      <th scope="row">
        <a href={safeUrl(`${at}/files/${sent.id}`)} download>{sent.name}</a>
        <p class="muted">{sizeInWords(sent.size)}</p>
        <OlderVersions sent={sent} base={at} zone={timeZone} />
      </th>
      <td class="wide-only">
        {sent.actionId
          ? (
            <>
              <a class="cell-link" href={safeUrl(`${at}/actions/${sent.actionId}`)}>{sent.task}</a>
              <p>
                <a class="muted cell-link" href={safeUrl(`${at}/submissions/${sent.actionId}`)}>
                  What they sent with it
                </a>
              </p>
            </>
          )
          : <span class="muted">Not asked for</span>}
      </td>
      <td class="wide-only">
        {sent.by ?? "Somebody unknown"}
        <p class="muted">{wholeTime(sent.at, timeZone)}</p>
      </td>
      <td>
        <FileStatus state={sent.state} />
        {sent.decidedBy && <p class="muted">{sent.decidedBy}</p>}
        {sent.why && <p class="file-why">{sent.why}</p>}
        {mayDecide && <Decision sent={sent} at={at} />}
      </td>
    </tr>
  );
}

function Decision({ sent, at }: { sent: SentDocument; at: string }) {
  const file = `${at}/files/${sent.id}`;
  return (
    <div class="file-decision">
      {sent.state !== "accepted" && (
        <form method="post" action={`${file}/acceptance`}>
          <Button type="submit" small>
            Accept<span class="hidden">{sent.name}</span>
          </Button>
        </form>
      )}
      {sent.state !== "returned" && (
        <LinkButton href={`${file}/returns`} small>
          Ask again<span class="hidden">for {sent.name}</span>
        </LinkButton>
      )}
    </div>
  );
}

/** A page of its own: what is typed here must outlast whatever happens on the account. */
export function AskForAnother(
  { file, at, form }: { file: { id: string; name: string }; at: string; form?: FormState },
) {
  return (
    <form class="form" method="post" action={`${at}/files/${file.id}/returns`} novalidate>
      <ErrorSummary errors={form?.errors} />
      <TextArea
        name="body"
        label="What is wrong with it"
        hint="The customer reads it on the task and in a letter. The task opens for them once more, and what they sent stays here."
        form={form}
        rows={4}
        maxlength={5000}
      />
      <FormActions>
        <Button type="submit" kind="primary">Ask for another file</Button>
        <LinkButton href={`${at}/documents`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
