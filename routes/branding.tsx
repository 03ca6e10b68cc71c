import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Refused } from "../domain/base/errors.ts";
import { parseForm } from "../domain/base/forms.ts";
import { brandPaths, changeBranding, findBranding } from "../domain/people/branding.ts";
import { readColour } from "../domain/people/colours.ts";
import { type Logo, LOGO_TAKES, readLogo } from "../domain/people/logo.ts";
import { brandingForm } from "../domain/people/people_forms.ts";
import { BrandingSettings, BrandPreview } from "../views/branding.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { formData } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

/** The logo's 512 KB and what a form adds; what is larger is refused before it is read. */
const MOST_BYTES = 700 * 1024;

export const branding = new Hono<Env>()
  .use(requires("branding.change"))
  .get("/", (c) => brandingPage(c))
  .get("/preview", (c) => {
    const accent = readColour(c.req.query("accent") ?? "");
    if (!accent) throw new Refused("Write a colour like #2257c9.");
    return c.html(<BrandPreview accent={accent} orgName={signedInAs(c).org.name} />);
  })
  .post("/", bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }), async (c) => {
    const fields = await formData(c);
    const file = fields.get("logo");
    fields.delete("logo");
    const form = parseForm(brandingForm, fields);
    if (!form.ok) return await brandingPage(c, form, 422);
    const { version, accent, remove_logo } = form.value;
    const refuse = (errors: Record<string, string>, status: 409 | 422) =>
      brandingPage(
        c,
        { typed: { accent, ...(remove_logo ? { remove_logo } : {}) }, errors },
        status,
      );
    let logo: Logo | null | undefined;
    try {
      logo = await sentLogo(file) ?? (remove_logo ? null : undefined);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refuse({ logo: error.message }, 422);
    }
    try {
      await changeBranding(c.var.tx, signedInAs(c).org.id, version, { accent, logo });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refuse({ form: error.message }, 409);
    }
    return goAndSay(c, "/settings/branding", "The branding is saved.");
  });

/** A form whose file button was not used sends an empty file. */
async function sentLogo(file: FormDataEntryValue | null): Promise<Logo | undefined> {
  if (!(file instanceof File) || (file.size === 0 && file.name === "")) return undefined;
  return readLogo(new Uint8Array(await file.arrayBuffer()));
}

function tooLarge(c: Ctx) {
  const errors = { logo: "The file is larger than 512 KB." };
  return brandingPage(c, { typed: {}, errors }, 413);
}

async function brandingPage(c: Ctx, form?: FormState, status: 200 | 409 | 413 | 422 = 200) {
  const { org } = signedInAs(c);
  const saved = await findBranding(c.var.tx);
  const accent = readColour(String(form?.typed.accent ?? "")) ?? saved.accent;
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <BrandingSettings
      branding={saved}
      orgName={org.name}
      logoUrl={brandPaths(org.id, saved).logo}
      logoTakes={LOGO_TAKES}
      form={form && { ...form, typed: { accent, ...form.typed } }}
      accent={accent}
    />,
    status,
  );
}
