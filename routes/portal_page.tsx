import type { Child } from "hono/jsx";
import { type AccountDb, inOrg } from "../domain/base/db.ts";
import { brandOf } from "../domain/people/branding.ts";
import type { Words } from "../domain/messages/words/words.ts";
import { Front } from "../views/front.tsx";
import { type PortalFrame, PortalPage, type PortalPageProps } from "../views/portal.tsx";
import type { Ctx } from "./env.ts";
import { takeNotice } from "./notices.ts";
import { contactOf } from "./portal_door.ts";
import { wordsOf } from "./portal_words.ts";

type Status = 200 | 403 | 404 | 409 | 410 | 413 | 422 | 429;

/** A page of the portal before anybody is in, in the look of the organisation that is meant. */
export async function portalFront(
  c: Ctx,
  orgId: string | undefined,
  props: {
    title: string;
    heading?: string;
    lead?: Child;
    below?: Child;
    words: Words;
    /** No search engine lists it. */
    isUnlisted?: boolean;
    wide?: boolean;
  },
  children: Child,
  status: Status = 200,
) {
  const { t } = props.words;
  const { org, brandCss } = await frontOf(c, orgId, props.words);
  return c.html(
    <Front
      {...props}
      site={org?.name ?? t("frame.portal")}
      org={org ?? { name: t("frame.portal") }}
      brandCss={brandCss}
      nonce={c.var.nonce}
      help={org?.help ?? t("front.askContact")}
    >
      {children}
    </Front>,
    status,
  );
}

/** A page of somebody who is in. */
export async function portalPage(
  c: Ctx,
  props: Omit<PortalPageProps, "frame" | "children">,
  children: Child,
  status: Status = 200,
) {
  const frame = await portalFrame(c);
  const notice = takeNotice(c);
  return c.html(
    <PortalPage {...props} frame={frame} notice={notice}>{children}</PortalPage>,
    status,
  );
}

async function portalFrame(c: Ctx): Promise<PortalFrame> {
  const session = contactOf(c);
  return {
    org: { id: session.orgId, name: session.orgName },
    ...await lookOf(c.var.accountTx, session.orgId),
    account: session.accountName,
    words: wordsOf(c),
    person: { name: session.name, email: session.email },
    hasOthers: session.hasOthers,
    role: c.var.portalRole,
    nonce: c.var.nonce,
    base: "/p",
  };
}

export async function lookOf(tx: AccountDb, orgId: string) {
  const { css, logo } = await brandOf(tx, orgId);
  return { brandCss: css, logoUrl: logo };
}

async function frontOf(c: Ctx, orgId: string | undefined, { t }: Words) {
  if (!orgId) return {};
  return await inOrg(c.var.house.db, orgId, { kind: "nobody" }, async (tx) => {
    const org = await tx.selectFrom("orgs").select(["name", "support_email"]).executeTakeFirst();
    if (!org) return {};
    const { css, logo } = await brandOf(tx, orgId);
    const help = org.support_email
      ? <a href={`mailto:${org.support_email}`}>{org.support_email}</a>
      : t("front.askContactAt", { org: org.name });
    return { org: { name: org.name, logoUrl: logo, help }, brandCss: css };
  }, { readOnly: true });
}
