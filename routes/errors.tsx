import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { matchedRoutes } from "hono/route";
import { Busy, Forbidden, Moved, NotFound, Refused, Upstream } from "../domain/base/errors.ts";
import { PortalErrorPage, PortalErrorToast, troubleInWords } from "../views/portal_errors.tsx";
import { ErrorPage, ErrorToast, inWords, type Trouble } from "../views/errors.tsx";
import type { Ctx, Env } from "./env.ts";
import { refusalIn, wordsOf } from "./portal_words.ts";
import { shellSession } from "./page.tsx";
import { routeOf } from "./requests.ts";
import { goTo, isFragment } from "./tenant.ts";

/** One place answers every error: what went wrong in words, never how. */
export function answerError(error: Error, c: Context<Env>) {
  if (error instanceof Moved) return goTo(c, addressAfter(error, c));
  const trouble = troubleOf(error, c);
  if (trouble.kind === "busy") c.header("retry-after", "2");
  return answer(c, trouble);
}

/** Nothing is done twice: what was sent to the old address only leads to the new one. */
function addressAfter({ from, to }: Moved, c: Ctx): string {
  const { pathname, search } = new URL(c.req.url);
  const isPage = c.req.method === "GET" && pathname.includes(from);
  return isPage ? pathname.replace(from, to) + search : `/accounts/${to}`;
}

export function answerNotFound(c: Context<Env>) {
  return answer(c, { kind: "absent" });
}

const STATUS = {
  absent: 404,
  noAccess: 403,
  refused: 409,
  tooLarge: 413,
  busy: 503,
  upstream: 502,
  fault: 500,
} as const;

type Status = typeof STATUS[keyof typeof STATUS];

async function answer(c: Ctx, trouble: Trouble) {
  const status = STATUS[trouble.kind];
  const accept = c.req.header("accept") ?? "text/html";
  if (isPortal(c)) return answerCustomer(c, trouble, status, accept);
  // htmx swaps error answers too: with only a partial in it, the target stays as it was.
  if (isFragment(c)) return c.html(<ErrorToast trouble={trouble} />, status);
  if (!/text\/html|\*\/\*/.test(accept)) return c.text(inWords(trouble), status);
  // The transaction may be the very thing that failed, so the page does without it.
  c.set("tx", undefined as never);
  const props = {
    trouble,
    nonce: c.var.nonce,
    retry: mayRetry(trouble, c) ? c.req.path : undefined,
    supportEmail: c.var.house.settings.supportEmail,
    session: c.var.session?.member ? await shellSession(c) : undefined,
  };
  return c.html(<ErrorPage {...props} />, status);
}

/** In the customer's own language, and with no way to the staff's pages. */
function answerCustomer(c: Ctx, trouble: Trouble, status: Status, accept: string) {
  const words = wordsOf(c);
  if (isFragment(c)) return c.html(<PortalErrorToast trouble={trouble} words={words} />, status);
  if (!/text\/html|\*\/\*/.test(accept)) return c.text(troubleInWords(trouble, words), status);
  const retry = mayRetry(trouble, c) ? c.req.path : undefined;
  const props = { trouble, retry, words, nonce: c.var.nonce };
  return c.html(<PortalErrorPage {...props} />, status);
}

const isPortal = (c: Ctx) => c.var.host !== undefined || /^\/p(\/|$)/.test(c.req.path);

/** No page repeats the token of a mailed link, not even to whoever opened it. */
function mayRetry({ kind }: Trouble, c: Ctx): boolean {
  const isSecret = matchedRoutes(c).some(({ path }) => path.includes(":token")) ||
    c.req.path.startsWith("/unsubscribe/"); // A mistyped one matches nothing, and is nearly right.
  return kind !== "absent" && kind !== "noAccess" && !isSecret;
}

function troubleOf(error: Error, c: Ctx): Trouble {
  if (error instanceof NotFound) return { kind: "absent" };
  if (error instanceof Forbidden) return { kind: "noAccess", grantedBy: error.grantedBy };
  if (error instanceof Refused) {
    return { kind: "refused", message: refusalIn(wordsOf(c), error) };
  }
  if (error instanceof Busy) return { kind: "busy" };
  if (error instanceof HTTPException && error.status === 413) return { kind: "tooLarge" };
  if (error instanceof Upstream) return { kind: "upstream", message: error.message };
  const request = c.var.requestId;
  c.var.house.report(error, { request, method: c.req.method, route: routeOf(c) });
  return { kind: "fault", reference: request };
}
