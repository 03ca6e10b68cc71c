import { Hono } from "hono";
import { findAccount } from "../domain/accounts/accounts.ts";
import {
  assignMail,
  discardMail,
  findUnmatched,
  listUnmatched,
  suggestAccounts,
} from "../domain/messages/unmatched.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { UnmatchedMailPage, UnmatchedMails } from "../views/inbound.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { pageKey, partOfAddress } from "./mails.tsx";
import { assignmentForm } from "./message_forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

/** Mail that came in and belongs to no account that Thread could tell. */
export const inbound = new Hono<Env>()
  .use(requires("mails.file"))
  .get("/", async (c) => {
    const { tx } = c.var;
    const [page, { time_zone: timeZone }] = await Promise.all([
      listUnmatched(tx, pageKey(c.req.query("before"))),
      findOrg(tx),
    ]);
    return await showPage(
      c,
      {
        title: "Unmatched mail",
        header: {
          back: { href: "/review", label: "Review" },
          lead: "Mail that came in, and of which Thread cannot tell the account.",
        },
        notice: takeNotice(c),
      },
      <UnmatchedMails {...page} timeZone={timeZone} />,
    );
  })
  .get(`/:id{${UUID}}`, (c) => mailPage(c))
  .post(`/:id{${UUID}}/assignment`, async (c) => {
    const form = await readForm(c, assignmentForm);
    if (!form.ok) return await mailPage(c, form, 422);
    const { tx } = c.var;
    const account = await findAccount(tx, viewerOf(c), form.value.account_id);
    await assignMail(tx, c.req.param("id"), account);
    return goAndSay(c, "/inbound", `The mail is filed under ${account.name}.`);
  })
  .post(`/:id{${UUID}}/discarding`, async (c) => {
    await discardMail(c.var.tx, c.req.param("id"));
    return goAndSay(c, "/inbound", "The mail is discarded.");
  });

async function mailPage(c: Ctx, form?: FormState, status: 200 | 422 = 200) {
  const { tx } = c.var;
  const mail = await findUnmatched(tx, c.req.param("id")!);
  const wanted = partOfAddress(c.req.query("q"));
  const [accounts, { time_zone: timeZone }] = await Promise.all([
    suggestAccounts(tx, mail, wanted),
    findOrg(tx),
  ]);
  return await showPage(
    c,
    {
      title: mail.subject || "(no subject)",
      header: { back: { href: "/inbound", label: "Unmatched mail" } },
    },
    <UnmatchedMailPage {...{ mail, accounts, wanted, timeZone, form }} />,
    status,
  );
}
