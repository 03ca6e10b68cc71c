import { Hono } from "hono";
import { listAccessRequests } from "../domain/people/access_requests.ts";
import { listActivity } from "../domain/people/activity.ts";
import {
  findMember,
  listMembers,
  type Member,
  type MemberFilter,
} from "../domain/people/members.ts";
import { possibleLeads } from "../domain/people/leads.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may, ROLES, whoMay } from "../domain/people/roles.ts";
import { LinkButton } from "../views/parts/buttons.tsx";
import { MemberActions, MemberStatus, MemberView } from "../views/member.tsx";
import { Members } from "../views/members.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

export const members = new Hono<Env>()
  .use(requires("members.read"))
  .get("/", async (c) => {
    const { tx } = c.var;
    const filter = readFilter(c);
    const mayInvite = may(signedInAs(c).member.roles, "members.change");
    const [page, requests] = await Promise.all([
      listMembers(tx, filter),
      mayInvite ? listAccessRequests(tx) : [],
    ]);
    const actions = mayInvite && (
      <LinkButton kind="primary" href="/members/invitations/new" hotkey="c">Invite</LinkButton>
    );
    return await showPage(
      c,
      { title: "Members", header: { actions }, notice: takeNotice(c) },
      <Members page={page} filter={filter} mayInvite={mayInvite} waiting={requests.length} />,
    );
  })
  .get(`/:id{${UUID}}`, async (c) => showMember(c, await findMember(c.var.tx, c.req.param("id"))));

/** A member's page; after a refusal it says why, and how things stand now. */
export async function showMember(c: Ctx, member: Member, refusal?: string) {
  const { tx } = c.var;
  const session = signedInAs(c);
  const mayChange = may(session.member.roles, "members.change");
  const { events } = await listActivity(tx, { subjectId: member.id }, 30);
  const { time_zone } = await findOrg(tx);
  const leads = mayChange ? await possibleLeads(tx, member.id) : [];
  const lead = member.lead_id ? await findMember(tx, member.lead_id) : undefined;
  return await showPage(
    c,
    {
      title: member.name,
      header: {
        back: { href: "/members", label: "Members" },
        status: <MemberStatus member={member} />,
        actions: mayChange && <MemberActions member={member} />,
      },
      notice: takeNotice(c),
    },
    <MemberView
      member={member}
      history={events}
      timeZone={time_zone}
      isSelf={member.id === session.member.id}
      mayChange={mayChange}
      grantedBy={whoMay("members.change")}
      refusal={refusal}
      lead={lead}
      leads={leads}
    />,
    refusal ? 409 : 200,
  );
}

/** An address that somebody mistyped filters by what can be understood of it. */
function readFilter(c: Ctx): MemberFilter {
  const { q, role, state, after, before } = c.req.query();
  return {
    q: q?.replaceAll(/\p{Cc}/gu, "").trim().slice(0, 100) || undefined,
    role: ROLES.find((known) => known.role === role)?.role,
    deactivated: state === "deactivated",
    after: idOf(after),
    before: idOf(before),
  };
}

function idOf(text: string | undefined): string | undefined {
  return text && new RegExp(`^${UUID}$`).test(text) ? text : undefined;
}
