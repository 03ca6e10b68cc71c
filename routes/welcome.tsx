import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { timeZones } from "../domain/base/time_zones.ts";
import { newToken } from "../domain/base/tokens.ts";
import { accessRequestLetter } from "../domain/messages/people_letters.ts";
import {
  type Asked,
  askForAccess,
  hasAsked,
  orgsOfCompany,
} from "../domain/people/access_requests.ts";
import { invitationsFor, joinOrg, type Proven } from "../domain/people/joining.ts";
import { enterOrg, foundOrg } from "../domain/people/orgs.ts";
import { emptyForm, welcomeForm } from "../domain/people/people_forms.ts";
import type { Session } from "../domain/people/sessions.ts";
import { guessTimeZone } from "../domain/people/time_zone_guess.ts";
import type { OrgDb } from "../domain/base/db.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { SignedInAs, Welcome } from "../views/welcome.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { postOrgLetter, publicLink } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { showFront } from "./page.tsx";
import { personOf, requiresPerson } from "./step_up.tsx";
import { goTo } from "./tenant.ts";

/** For a person whose address is proved and who is in no organisation, or has chosen none. */
export const welcome = new Hono<Env>()
  .use(requiresPerson)
  .get("/", (c) => welcomePage(c))
  .post("/", async (c) => {
    const form = await readForm(c, welcomeForm);
    if (!form.ok) return await welcomePage(c, { form });
    const { db } = c.var.house;
    const session = personOf(c);
    const { once, org: name, ...rest } = form.value;
    const orgId = await foundOrg(db, once, proven(session), { name, ...rest });
    await enterOrg(db, session.id, orgId);
    return goAndSay(c, "/", `${name} is set up. You are its first admin.`);
  })
  .post(`/invitations/:org{${UUID}}/:id{${UUID}}`, async (c) => {
    const form = await readForm(c, emptyForm);
    if (!form.ok) return await welcomePage(c, { refusal: form.errors.form });
    const { db } = c.var.house;
    const session = personOf(c);
    const { org, id } = c.req.param();
    try {
      await joinOrg(db, org, id, proven(session));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await welcomePage(c, { refusal: error.message });
    }
    await enterOrg(db, session.id, org);
    return goAndSay(c, "/", "Welcome. You are in.");
  })
  .post("/requests", async (c) => {
    const form = await readForm(c, emptyForm);
    if (!form.ok) throw new Refused("Open this page again.");
    const { db } = c.var.house;
    const session = personOf(c);
    const person = proven(session);
    const isMember = (id: string) => session.orgs.some((org) => org.id === id);
    for (const orgId of await orgsOfCompany(db, person)) {
      if (isMember(orgId)) continue;
      await askForAccess(db, orgId, person, (tx, asked) => tellAdmins(c, tx, person, asked));
    }
    return goTo(c, "/welcome");
  });

async function welcomePage(c: Ctx, refused: { form?: FormState; refusal?: string } = {}) {
  const { db } = c.var.house;
  const session = personOf(c);
  const person = proven(session);
  const invitations = await invitationsFor(db, session.email);
  const companies = await orgsOfCompany(db, person);
  const asked = await hasAsked(db, companies, session.identityId);
  const hasWay = session.orgs.length > 0 || invitations.length > 0;
  return await showFront(
    c,
    {
      title: "Welcome",
      heading: session.orgs.length > 0 ? "Your organisations" : "Welcome to Thread",
      below: <SignedInAs email={session.email} />,
    },
    <Welcome
      person={person}
      orgs={session.orgs}
      invitations={invitations}
      company={hasWay || companies.length === 0 ? "none" : asked ? "asked" : "known"}
      formToken={newToken()}
      timeZone={guessTimeZone(c.req.header("accept-language"))}
      timeZones={timeZones()}
      {...refused}
    />,
    refused.form ? 422 : refused.refusal ? 409 : 200,
  );
}

/** A session exists only for an address that has been proved. */
function proven({ identityId, email, name }: Session): Proven {
  return { identityId, email, name };
}

async function tellAdmins(c: Ctx, tx: OrgDb, person: Proven, { orgName, admins }: Asked) {
  const { name, email } = person;
  const link = publicLink(c, "/members/invitations");
  const letter = accessRequestLetter({ name, email, orgName, link });
  const postings = admins.map((admin) => ({
    class: "notice" as const,
    to: { name: admin.name, address: admin.email },
  }));
  await postOrgLetter(c, tx, letter, ...postings);
}
