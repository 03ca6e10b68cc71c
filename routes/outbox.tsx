import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { HOUSE } from "../domain/base/db.ts";
import { NotFound } from "../domain/base/errors.ts";
import { findInOutbox, listOutbox, type OutboxReader } from "../domain/messages/kept.ts";
import { OutboxMail, OutboxPage } from "../views/outbox.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { showMailHtml } from "./mail_html.ts";
import { pageKey, partOfAddress } from "./mails.tsx";
import { showPage } from "./page.tsx";
import { signedInAs } from "./tenant.ts";

/** Sign-in mails stand here too, so nobody but the demo's operator learns that the page exists. */
const operatorOnly = createMiddleware<Env>(async (c, next) => {
  if (!c.var.house.settings.demo || !signedInAs(c).operator) throw new NotFound();
  await next();
});

/** What a demo would have sent. It opens its own transactions, one for each organisation. */
export const outbox = new Hono<Env>()
  .use(operatorOnly)
  .get("/", async (c) => {
    const reader = readerOf(c);
    const recipient = partOfAddress(c.req.query("to"));
    const before = pageKey(c.req.query("before"));
    const page = await listOutbox(c.var.house.db, reader, { recipient, before });
    const names = new Map([[HOUSE, "Thread"], ...reader.orgs.map(nameOf)]);
    return await showPage(
      c,
      { title: "Outbox", header: { lead: "A demo sends no mail: it is kept here to be read." } },
      <OutboxPage {...page} recipient={recipient} names={names} />,
    );
  })
  .get(`/:org{${UUID}}/:id{${UUID}}`, async (c) => {
    const mail = await mailOf(c);
    return await showPage(
      c,
      {
        title: mail.subject || "(no subject)",
        header: { back: { href: "/outbox", label: "Outbox" } },
      },
      <OutboxMail mail={mail} />,
    );
  })
  .get(`/:org{${UUID}}/:id{${UUID}}/html`, async (c) => showMailHtml(c, await mailOf(c)));

async function mailOf(c: Ctx) {
  const { org, id } = c.req.param() as { org: string; id: string };
  const mail = await findInOutbox(c.var.house.db, readerOf(c), org, id);
  if (!mail) throw new NotFound();
  return mail;
}

function readerOf(c: Ctx): OutboxReader {
  const { identityId, orgs } = signedInAs(c);
  return { identityId, orgs };
}

const nameOf = ({ id, name }: { id: string; name: string }) => [id, name] as [string, string];
