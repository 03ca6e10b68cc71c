import { Hono } from "hono";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import { brandCss } from "../domain/people/brand_css.ts";
import { findBranding, findLogo } from "../domain/people/branding.ts";
import { type Ctx, type Env, UUID } from "./env.ts";

/**
 * Mounted at /brand and open to everybody: customers see an organisation's look before they sign in.
 * The address carries the revision, so it may be kept; a picture is never more than a picture.
 */
export const brand = new Hono<Env>()
  .get(`/:file{${UUID}\\.css}`, async (c) => {
    const org = c.req.param("file").slice(0, -".css".length);
    const { accent, version } = await read(c, org, findBranding);
    c.header("content-type", "text/css; charset=utf-8");
    keep(c, version);
    return c.body(brandCss(accent));
  })
  .get(`/:org{${UUID}}/logo`, async (c) => {
    const org = c.req.param("org");
    const [{ version }, { bytes, type }] = await read(
      c,
      org,
      async (tx) => [await findBranding(tx), await findLogo(tx)] as const,
    );
    c.header("content-type", type);
    c.header("content-disposition", "inline");
    // Letters show it too, and some people read them on other sites.
    c.header("cross-origin-resource-policy", "cross-origin");
    c.header("content-security-policy", "default-src 'none'; sandbox");
    keep(c, version);
    return c.body(bytes as Uint8Array<ArrayBuffer>);
  });

function read<T>(c: Ctx, org: string, work: (tx: OrgDb) => Promise<T>): Promise<T> {
  return inOrg(c.var.house.db, org, { kind: "nobody" }, work, { readOnly: true });
}

/** An address of another revision is answered and not kept. */
function keep(c: Ctx, version: number) {
  const asked = c.req.query("v") === String(version);
  c.header("cache-control", asked ? "public, max-age=31536000, immutable" : "no-cache");
}
