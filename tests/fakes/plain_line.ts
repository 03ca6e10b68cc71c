import { Upstream } from "../../domain/base/errors.ts";
import type { Outside } from "../../domain/base/outside.ts";
import type { Connected, Grant, Held, Line, Service } from "../../domain/connectors/service.ts";

/** A way out as simple as can be: with its token, renewed once, and nothing kept. */
export function plainLine(
  service: Service,
  out: Outside,
  grant: Grant,
  connected: Partial<Connected> = {},
): Line {
  const connection: Connected = {
    id: crypto.randomUUID(),
    service: service.key,
    environment: "production",
    outsideId: grant.outsideId ?? "",
    host: null,
    address: grant.address ?? null,
    settings: {},
    ...connected,
  };
  let held: Held = { ...connection, ...grant };
  const send = async (url: URL, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${held.accessToken.reveal()}`);
    const { fetch } = out;
    const response = await fetch(url, { ...init, headers, redirect: "manual" })
      .catch((cause) => Promise.reject(new Upstream("It cannot be reached.", true, { cause })));
    const text = await response.text()
      .catch((cause) => Promise.reject(new Upstream("Its answer was cut off.", true, { cause })));
    return { status: response.status, headers: response.headers, text };
  };
  return {
    connection,
    out,
    async fetch(url, init) {
      const whole = connection.address ? new URL(url, connection.address) : new URL(url);
      let answer = await send(whole, init);
      let verdict = service.judge(answer);
      if (verdict === "renew") {
        held = { ...held, ...await service.door.renew(out, held) };
        answer = await send(whole, init);
        verdict = service.judge(answer);
      }
      if (verdict === "renew") throw new Upstream("Not even a fresh token is taken.", false);
      if (verdict !== "fine" && "later" in verdict) throw new Upstream(verdict.later, true);
      if (verdict !== "fine" && "reconnect" in verdict) {
        throw new Upstream(verdict.reconnect, false);
      }
      return new Response([204, 304].includes(answer.status) ? null : answer.text, answer);
    },
  };
}
