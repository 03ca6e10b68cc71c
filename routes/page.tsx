import { createMiddleware } from "hono/factory";
import type { Child } from "hono/jsx";
import { brandOf } from "../domain/people/branding.ts";
import { Front, type FrontProps } from "../views/front.tsx";
import { Shell, type ShellProps } from "../views/shell.tsx";
import { countsFor } from "./counts.tsx";
import type { Ctx, Env, Frame } from "./env.ts";
import { isFragment, signedInAs } from "./tenant.ts";

type Status = 200 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500 | 502 | 503;

/** Asks what the shell shows together with a page's own questions, not after their answers. */
export const framed = createMiddleware<Env>(async (c, next) => {
  if (c.req.method === "GET" && !isFragment(c)) {
    const frame = readFrame(c);
    frame.catch(() => {}); // Whoever draws the page hears of it; some answers are no page.
    c.set("frame", frame);
  }
  await next();
});

/** A page for somebody who is signed in, within the shell. */
export async function showPage(
  c: Ctx,
  props: Omit<ShellProps, "session" | "children">,
  children: Child,
  status: Status = 200,
) {
  const session = await shellSession(c);
  return c.html(<Shell {...props} session={session}>{children}</Shell>, status);
}

/** A part of a page where htmx asks for it, else the page it is a part of. */
export function showPart(
  c: Ctx,
  part: Child,
  whole: () => Response | Promise<Response>,
  status: Status = 200,
) {
  return isFragment(c) ? c.html(<>{part}</>, status) : whole();
}

/** A page before sign-in: no script, and somebody to ask for help. */
export function showFront(
  c: Ctx,
  props: Omit<FrontProps, "nonce" | "supportEmail" | "children">,
  children: Child,
  status: Status = 200,
) {
  const { supportEmail } = c.get("house").settings;
  const theme = props.theme ?? c.get("session")?.theme;
  return c.html(
    <Front {...props} theme={theme} nonce={c.get("nonce")} supportEmail={supportEmail}>
      {children}
    </Front>,
    status,
  );
}

export async function shellSession(c: Ctx): Promise<ShellProps["session"]> {
  const session = signedInAs(c);
  const { settings } = c.get("house");
  const { org } = session;
  const { logoUrl, counts } = await (c.get("frame") ?? readFrame(c));
  return {
    org: { ...org, logoUrl },
    person: { name: session.name, email: session.email, roles: session.member.roles },
    orgs: session.orgs,
    theme: session.theme,
    nonce: c.get("nonce"),
    path: c.req.path,
    counts,
    demo: settings.demo && session.operator,
    hotkeysOff: !session.hotkeys,
  };
}

async function readFrame(c: Ctx): Promise<Frame> {
  if (!c.get("tx")) return { counts: {} };
  const { org } = signedInAs(c);
  const [{ logo }, counts] = await Promise.all([brandOf(c.get("tx"), org.id), countsFor(c)]);
  return { logoUrl: logo, counts };
}
