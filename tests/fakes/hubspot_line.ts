import { createHash } from "node:crypto";
import { hubspot } from "../../domain/connectors/hubspot/hubspot.ts";
import type { Grant, Line } from "../../domain/connectors/service.ts";
import { closedOutside } from "../test_app.ts";
import { type FakeHubspot, reachHubspot } from "./hubspot.ts";

export const VERIFIER = "a-verifier";
export const ASK = {
  environment: "production" as const,
  host: null,
  state: "a-state",
  challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
  redirectUri: "https://thread.example.com/connectors/callback",
};

export const outsideOf = (fake: FakeHubspot) => ({ ...closedOutside(), ...reachHubspot(fake) });

/** As a browser does: there, and back to Thread with what it was given. */
export async function comeBack(address: URL): Promise<URLSearchParams> {
  const answer = await fetch(address, { redirect: "manual" });
  await answer.body?.cancel();
  return new URL(answer.headers.get("location")!).searchParams;
}

export async function enter(fake: FakeHubspot): Promise<Grant> {
  const out = outsideOf(fake);
  const code = (await comeBack(hubspot.door.address(out, ASK))).get("code")!;
  return await hubspot.door.enter(out, { ...ASK, code, verifier: VERIFIER });
}

/** A way to the fake that neither renews nor waits. */
export async function lineTo(fake: FakeHubspot): Promise<Line> {
  const [out, grant] = [outsideOf(fake), await enter(fake)];
  const authorization = `Bearer ${grant.accessToken.reveal()}`;
  return {
    out,
    connection: {
      id: "a",
      service: "hubspot",
      environment: "production",
      outsideId: grant.outsideId!,
      host: null,
      address: null,
      settings: {},
    },
    fetch: (url, init) => out.fetch(url, { ...init, headers: { ...init?.headers, authorization } }),
  };
}
