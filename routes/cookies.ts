import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Env } from "./env.ts";

/** Names a browser enforces: `__Host-` cookies are Secure, host-only and cannot be set from afar. */
function nameOf(c: Context<Env>, name: string): string {
  return isSecure(c) ? `__Host-${name}` : name;
}

export function isSecure(c: Context<Env>): boolean {
  return c.get("house").settings.publicUrl.protocol === "https:";
}

export function readCookie(c: Context<Env>, name: string): string | undefined {
  return getCookie(c, nameOf(c, name));
}

export function giveCookie(c: Context<Env>, name: string, value: string, maxAge: number) {
  setCookie(c, nameOf(c, name), value, {
    path: "/",
    httpOnly: true,
    secure: isSecure(c),
    sameSite: "Lax",
    maxAge,
  });
}

export function takeCookie(c: Context<Env>, name: string) {
  deleteCookie(c, nameOf(c, name), { path: "/", secure: isSecure(c) });
}
