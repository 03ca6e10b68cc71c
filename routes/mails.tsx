import { Hono } from "hono";
import { NotFound } from "../domain/base/errors.ts";
import {
  findMail,
  historyOf,
  listMails,
  listUnsettled,
  sendAgain,
  settleAsArrived,
} from "../domain/messages/unsettled.ts";
import { settleExecution } from "../domain/onboarding/executions.ts";
import { MailPage } from "../views/mail.tsx";
import { MailsPage } from "../views/mails.tsx";
import { type Env, UUID } from "./env.ts";
import { showMailHtml } from "./mail_html.ts";
import { showPage } from "./page.tsx";
import { goTo, requires, signedInAs } from "./tenant.ts";

/** Mails that need a person to decide, and the log of all. */
export const mails = new Hono<Env>()
  .use(requires("mails.settle"))
  .get("/", async (c) => {
    const view = c.req.query("view") === "all" ? "all" : "open";
    const recipient = view === "all" ? partOfAddress(c.req.query("to")) : "";
    const before = pageKey(c.req.query("before"));
    const page = view === "all"
      ? await listMails(c.var.tx, { before, recipient })
      : await listUnsettled(c.var.tx, before);
    return await showPage(
      c,
      {
        title: "Mails",
        header: {
          back: { href: "/settings", label: "Settings" },
          lead: "What left, what did not, and what only a person can find out.",
        },
      },
      <MailsPage {...page} view={view} recipient={recipient} />,
    );
  })
  .get(`/:id{${UUID}}`, async (c) => {
    const mail = await findMail(c.var.tx, c.req.param("id"));
    const history = await historyOf(c.var.tx, mail.id);
    return await showPage(
      c,
      {
        title: mail.subject || "(no subject)",
        header: { back: { href: "/mails", label: "Mails" } },
      },
      <MailPage mail={mail} history={history} />,
    );
  })
  .get(`/:id{${UUID}}/html`, async (c) => {
    const mail = await findMail(c.var.tx, c.req.param("id"));
    if (mail.class === "sign_in") throw new NotFound();
    return showMailHtml(c, mail);
  })
  .post(`/:id{${UUID}}/arrival`, async (c) => {
    const mail = await settleAsArrived(c.var.tx, c.req.param("id"), signedInAs(c).member.id);
    await settleExecution(c.var.tx, mail.id);
    return goTo(c, `/mails/${mail.id}`);
  })
  .post(`/:id{${UUID}}/resending`, async (c) => {
    const mail = await sendAgain(c.var.tx, c.req.param("id"), signedInAs(c).member.id);
    await settleExecution(c.var.tx, mail.id);
    return goTo(c, `/mails/${mail.id}`);
  });

/** Anything but an id of ours is the first page. */
export function pageKey(before: string | undefined): string | undefined {
  return before !== undefined && new RegExp(`^${UUID}$`).test(before) ? before : undefined;
}

/** What a person types to find mails by their recipient. The database takes no NUL. */
export function partOfAddress(typed = ""): string {
  return typed.replaceAll(/\p{Cc}/gu, "").trim().slice(0, 254);
}
