import type { Note, NotePage, NoteWithAuthor } from "../domain/accounts/notes.ts";
import { AccountTabs } from "./account.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface NotesProps {
  accountId: string;
  page: NotePage;
  self: string;
  timeZone: string;
  form?: FormState;
}

export function Notes({ accountId, page, self, timeZone, form }: NotesProps) {
  const at = `/accounts/${accountId}/notes`;
  return (
    <>
      <AccountTabs id={accountId} current="/notes" />
      <form class="form" method="post" action={at}>
        <ErrorSummary errors={form?.errors} />
        <TextArea
          name="body"
          label="New note"
          form={form}
          maxlength={10_000}
          hint="For your colleagues. Customers never see notes."
        />
        <FormActions>
          <Button type="submit" kind="primary">Add note</Button>
        </FormActions>
      </form>
      {page.notes.length > 0
        ? (
          <ol class="notes" aria-label="Notes">
            {page.notes.map((note) => (
              <NoteItem note={note} at={at} isOwn={note.author_id === self} timeZone={timeZone} />
            ))}
          </ol>
        )
        : <EmptyState title="No notes yet">What colleagues should know stands here.</EmptyState>}
      <Pagination
        previous={page.newer && `${at}?after=${page.newer}`}
        next={page.older && `${at}?before=${page.older}`}
      />
    </>
  );
}

function NoteItem(
  { note, at, isOwn, timeZone }: {
    note: NoteWithAuthor;
    at: string;
    isOwn: boolean;
    timeZone: string;
  },
) {
  return (
    <li id={`note-${note.id}`}>
      <p class="note-head">
        <strong>{note.author ?? "Thread"}</strong>{" "}
        <span class="muted">
          <RelativeTime at={note.created_at} timeZone={timeZone} />
          {note.changed_at && ", changed"}
        </span>
        {isOwn && <a href={`${at}/${note.id}`} aria-label="Change this note">Change</a>}
      </p>
      <p class="note-body">{note.body}</p>
    </li>
  );
}

export function NotePageForm({ note, form }: { note: Note; form?: FormState }) {
  const at = `/accounts/${note.account_id}/notes`;
  return (
    <form class="form" method="post" action={`${at}/${note.id}`}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(note.version)} />
      <TextArea
        name="body"
        label="Note"
        form={form}
        value={note.body}
        rows={10}
        maxlength={10_000}
      />
      <FormActions>
        <Button type="submit" kind="primary">Save note</Button>
        <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
