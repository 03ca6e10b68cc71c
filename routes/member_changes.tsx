import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import type { Role } from "../domain/base/schema.ts";
import {
  changeRoles,
  deactivateMember,
  reactivateMember,
} from "../domain/people/member_changes.ts";
import { findMember, type Member } from "../domain/people/members.ts";
import { rolesForm, versionForm } from "../domain/people/people_forms.ts";
import { roleLabels } from "../domain/people/roles.ts";
import { deactivatedLetter, rolesChangedLetter } from "../domain/messages/people_letters.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { DeactivationPage, RolesPage } from "../views/member.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { postOrgLetter, publicLink } from "./letters.ts";
import { showMember } from "./members.tsx";
import { goAndSay } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requiresFresh } from "./step_up.tsx";
import { requires, signedInAs } from "./tenant.ts";

/** What changes who may do what: an admin who has just proved who they are. */
export const memberChanges = new Hono<Env>()
  .use(
    `/:id{${UUID}}/:change{roles|deactivation|reactivation}`,
    requires("members.change"),
    requiresFresh,
  )
  .get(`/:id{${UUID}}/roles`, async (c) => {
    return await rolesPage(c, await findMember(c.var.tx, c.req.param("id")));
  })
  .post(`/:id{${UUID}}/roles`, async (c) => {
    const id = c.req.param("id");
    const member = await findMember(c.var.tx, id);
    const form = await readForm(c, rolesForm);
    if (!form.ok) return await rolesPage(c, member, form);
    try {
      const { version, roles } = form.value;
      const changed = await changeRoles(c.var.tx, id, version, roles);
      await tellNewRoles(c, changed, member.roles);
      return goAndSay(c, `/members/${id}`, `${changed.name} is now ${roleLabels(changed.roles)}.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const typed = { roles: form.value.roles };
      const now = await findMember(c.var.tx, id);
      return await rolesPage(c, now, { typed, errors: { form: error.message } }, 409);
    }
  })
  .get(`/:id{${UUID}}/deactivation`, async (c) => {
    return await deactivationPage(c, await findMember(c.var.tx, c.req.param("id")));
  })
  .post(`/:id{${UUID}}/deactivation`, async (c) => {
    const id = c.req.param("id");
    await findMember(c.var.tx, id);
    const form = await readForm(c, versionForm);
    if (!form.ok) throw new Refused("Open this page again, then deactivate.");
    try {
      const member = await deactivateMember(c.var.tx, id, form.value.version);
      await tellDeactivated(c, member);
      return goAndSay(c, `/members/${id}`, `${member.name} is deactivated and signed out.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await deactivationPage(c, await findMember(c.var.tx, id), error.message);
    }
  })
  .post(`/:id{${UUID}}/reactivation`, async (c) => {
    const id = c.req.param("id");
    const member = await findMember(c.var.tx, id);
    const form = await readForm(c, versionForm);
    if (!form.ok) return await showMember(c, member, "Open this page again, then reactivate.");
    try {
      await reactivateMember(c.var.tx, id, form.value.version);
      return goAndSay(c, `/members/${id}`, `${member.name} can sign in again.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await showMember(c, await findMember(c.var.tx, id), error.message);
    }
  });

async function rolesPage(c: Ctx, member: Member, refused?: FormState, status?: 409) {
  const isSelf = member.id === signedInAs(c).member.id;
  return await showPage(
    c,
    {
      title: `Roles of ${member.name}`,
      narrow: true,
      header: { back: { href: `/members/${member.id}`, label: member.name } },
    },
    <RolesPage member={member} form={refused} isSelf={isSelf} />,
    refused ? status ?? 422 : 200,
  );
}

async function deactivationPage(c: Ctx, member: Member, refusal?: string) {
  return await showPage(
    c,
    {
      title: `Deactivate ${member.name}?`,
      narrow: true,
      header: { back: { href: `/members/${member.id}`, label: member.name } },
    },
    <DeactivationPage member={member} refusal={refusal} />,
    refusal ? 409 : 200,
  );
}

/** Who changed their own knows. */
async function tellNewRoles(c: Ctx, { name, email, id, roles }: Member, before: Role[]) {
  const { org, member } = signedInAs(c);
  if (id === member.id || roles.toSorted().join() === before.toSorted().join()) return;
  const link = publicLink(c, "/");
  const letter = rolesChangedLetter({ name, orgName: org.name, by: member.name, roles, link });
  const to = { name, address: email };
  await postOrgLetter(c, c.var.tx, letter, { class: "notice", to, subjectId: id });
}

async function tellDeactivated(c: Ctx, { name, email, id }: Member) {
  const { org, member } = signedInAs(c);
  const letter = deactivatedLetter({ name, orgName: org.name, by: member.name });
  const to = { name, address: email };
  await postOrgLetter(c, c.var.tx, letter, { class: "notice", to, subjectId: id });
}
