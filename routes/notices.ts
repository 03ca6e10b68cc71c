import { giveCookie, readCookie, takeCookie } from "./cookies.ts";
import type { Ctx } from "./env.ts";
import { goTo } from "./tenant.ts";

const NOTICE = "notice";

/** Says on the next page what has just been done. */
export function goAndSay(c: Ctx, path: string, text: string) {
  giveCookie(c, NOTICE, encodeURIComponent(text.slice(0, 300)), 60);
  return goTo(c, path);
}

/** What the page before has done. It is said once. */
export function takeNotice(c: Ctx): string | undefined {
  const kept = readCookie(c, NOTICE);
  if (!kept) return undefined;
  takeCookie(c, NOTICE);
  try {
    return decodeURIComponent(kept).slice(0, 300);
  } catch {
    return undefined;
  }
}
