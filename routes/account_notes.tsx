import { Hono } from "hono";
import { noteChangeForm, noteForm } from "../domain/accounts/account_forms.ts";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { addNote, changeNote, findNote, listNotes, type Note } from "../domain/accounts/notes.ts";
import { Forbidden, Refused } from "../domain/base/errors.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { NotePageForm, Notes } from "../views/account_notes.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { signedInAs } from "./tenant.ts";

const NOTES = `${ACCOUNT}/notes` as const;
const NOTE = `${NOTES}/:note{${UUID}}` as const;
const writes = requiresOnAccount("accounts.note");

export const accountNotes = new Hono<Env>()
  .get(NOTES, async (c) => notesPage(c, await accountOf(c)))
  .post(NOTES, writes, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, noteForm);
    if (!form.ok) return await notesPage(c, account, form);
    await addNote(c.var.tx, account.id, signedInAs(c).member.id, form.value.body);
    return goAndSay(c, `/accounts/${account.id}/notes`, "The note is added.");
  })
  .get(NOTE, writes, async (c) => {
    const account = await accountOf(c);
    return await notePage(c, account, await ownNote(c, account));
  })
  .post(NOTE, writes, async (c) => {
    const account = await accountOf(c);
    const note = await ownNote(c, account);
    const form = await readForm(c, noteChangeForm);
    if (!form.ok) return await notePage(c, account, note, form, 422);
    const { version, body } = form.value;
    try {
      await changeNote(c.var.tx, note, signedInAs(c).member.id, version, body);
      return goAndSay(c, `/accounts/${account.id}/notes`, "The note is saved.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const again = { typed: await typedAgain(c), errors: { form: error.message } };
      return await notePage(c, account, await ownNote(c, account), again, 409);
    }
  });

async function ownNote(c: Ctx, account: AccountWithPeople): Promise<Note> {
  const note = await findNote(c.var.tx, account.id, c.req.param("note")!);
  if (note.author_id !== signedInAs(c).member.id) {
    throw new Forbidden("This note is somebody else's", "its author");
  }
  return note;
}

async function notesPage(c: Ctx, account: AccountWithPeople, form?: FormState) {
  const { before, after } = c.req.query();
  const page = await listNotes(c.var.tx, account.id, { before: idOf(before), after: idOf(after) });
  const { time_zone } = await findOrg(c.var.tx);
  const self = signedInAs(c).member.id;
  const props = { accountId: account.id, page, self, timeZone: time_zone, form };
  return await showAccount(c, account, <Notes {...props} />, { status: form ? 422 : 200 });
}

async function notePage(
  c: Ctx,
  account: AccountWithPeople,
  note: Note,
  form?: FormState,
  status?: 409 | 422,
) {
  const part = <NotePageForm note={note} form={form} />;
  return await showAccount(c, account, part, { status, title: "Change note" });
}

function idOf(text: string | undefined): string | undefined {
  return text && new RegExp(`^${UUID}$`).test(text) ? text : undefined;
}
