import assert from "node:assert/strict";
import { may } from "../../domain/people/roles.ts";
import type { Client } from "../client.ts";
import { type Described, fillIn, leadsTo } from "../routes_table.ts";
import { idOf, type OrgName, ORGS, PEOPLE, type PersonName, tokenOf } from "./seeds.ts";
import type { SessionState, World } from "./world.ts";

export interface Actor {
  name: string;
  /** A browser of its own each time: an answer may change its cookies. */
  open: () => Client;
  org?: OrgName;
  who?: PersonName;
  state?: SessionState;
  /** A customer's contact, who is nobody's member. */
  contact?: true;
}

export interface Answer {
  status: number;
  location: string;
  headers: string;
  body: string;
}

/** Somebody asks for a route as its page would, with these objects in the address and the form. */
export async function ask(
  { open, org, who }: Actor,
  route: Described,
  objects: Record<string, string>,
  init: RequestInit = {},
): Promise<Answer> {
  const client = open();
  if (route.asked?.startsWith("portal") && org) {
    client.jar.set("portal-asked", tokenOf(org, "browser", "contact", route.asked));
  } else if (route.asked && org && who) {
    client.jar.set("asked", tokenOf(org, "browser", who, route.asked));
  }
  const fields = Object.entries(route.form ?? {}).map(([name, value]) =>
    [name, fillIn(value, objects)] as [string, string]
  );
  const body = route.method === "GET"
    ? undefined
    : route.piece
    ? new TextEncoder().encode(PIECE)
    : route.upload
    ? uploadOf(route.upload)
    : new URLSearchParams(fields);
  const headers = {
    ...(route.piece && { "content-range": `bytes 0-${PIECE.length - 1}/${PIECE.length}` }),
    ...init.headers as Record<string, string>,
  };
  return await answerOf(
    await client.request(fillIn(route.at, objects), {
      method: route.method,
      body,
      ...init,
      headers,
    }),
  );
}

/** All of the upload that is sown. */
export const PIECE = "%PDF-1.7 canary";

function uploadOf(field: string): FormData {
  const form = new FormData();
  form.append(field, new Blob(["%PDF-1.7 canary"]), "canary.pdf");
  return form;
}

export async function answerOf(res: Response): Promise<Answer> {
  const headers = [...res.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const location = res.headers.get("location") ?? res.headers.get("hx-redirect") ?? "";
  const isStream = res.headers.get("content-type") === "text/event-stream";
  const body = isStream ? await beginningOf(res) : await res.text();
  return { status: res.status, location, headers, body };
}

async function beginningOf(res: Response): Promise<string> {
  const reader = res.body!.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return value ?? "";
}

export type Outcome = "answers" | "sign in" | "set up" | "no access" | "not found" | "step up";

/** What the table in routes_table.ts says about a route and a person. */
export function expected(
  route: Described,
  { who, org, state = "now", contact }: Actor,
): Outcome {
  if (route.may === "anyone") return "answers";
  if (contact || route.may === "contact") {
    const isIn = contact && route.may === "contact" && state === "now";
    return isIn ? "answers" : "sign in";
  }
  const person = org && who && state !== "expired" && state !== "idle";
  if (!person) return "sign in";
  if (route.may === "invited") return who === "guest" ? "answers" : "not found";
  if (route.may !== "person") {
    if (who === "gone" || who === "guest") return route.otherwise ?? "set up";
    if (route.may === "operator") return who === "operator" ? "answers" : "not found";
    const role = who === "operator" ? "admin" : who;
    if (route.may === "author") return who === "csm" ? "answers" : "no access";
    if (route.may !== "member" && !may([role], route.may)) return "no access";
  }
  return route.fresh && state !== "now" ? "step up" : "answers";
}

/** What the app has done, read from its answer alone. */
export function outcomeOf({ status, location }: Answer, { to }: Described): Outcome {
  if (location && to && leadsTo(location, to)) return "answers";
  if (/^(\/p)?\/sign-in(\?|$)/.test(location)) return "sign in";
  if (location.startsWith("/step-up?next=")) return "step up";
  if (location === "/welcome") return "set up";
  if (status === 403) return "no access";
  return status === 404 ? "not found" : "answers";
}

/** No word of another organisation, wherever it may stand. */
export function assertHome(org: OrgName | undefined, { headers, body }: Answer, told: string) {
  const others = ORGS.filter((other) => other !== org);
  const found = new RegExp(`canary-(${others.join("|")})[^<"&\n]{0,60}`).exec(headers + body)?.[0];
  assert.equal(found, undefined, `${told} shows "${found}"`);
}

/** The same answer but for what is drawn anew each time, and the id that was asked for. */
export function sameness({ status, location, headers, body }: Answer, path: string): string {
  return [status, location, headers, body].join("\n")
    .replaceAll(path, "PATH")
    .replaceAll(path.split("?")[0]!, "PATH")
    .replaceAll(/name="once" value="[\w-]{43}"/g, "ONCE")
    .replaceAll(/type="hidden" name="(id|page)" value="[\w-]{36}"/g, "NEW")
    .replaceAll(/x-request-id: \w+/g, "REQUEST")
    .replaceAll(/nonce(-|=")[\w-]{24}/g, "NONCE");
}

/** Nothing failed unexpectedly, and no row names another organisation than its own. */
export async function assertKept({ thread, tables, admin }: World): Promise<void> {
  assert.deepEqual(thread.reported.map((error) => error.stack), []);
  for (const { name, tenant } of tables.filter((table) => table.tenant)) {
    const { rows } = await admin.query(
      `select t::text as row from ${name} t join orgs o on o.id = t.${tenant}
       where exists (select from regexp_matches(t::text, 'canary-(\\w+)', 'g') as found
         where found[1] <> substring(o.name from 'canary-(\\w+)'))`,
      [],
    );
    assert.deepEqual(rows, [], `${name} mixes organisations`);
  }
}

/** Who may do it, with the least: a CSM if they may, else the admin or the operator. */
export function ownerOf(world: World, route: Described): Actor {
  const people = ["csm", "admin", "operator", "guest"] as const;
  if (route.may === "anyone") {
    return { name: "visitor", open: () => world.client(), org: "north", who: "csm" };
  }
  if (route.may === "contact") return contactActor(world);
  const actors = people.map((who): Actor => ({
    name: who,
    open: () => world.as("north", who),
    org: "north",
    who,
  }));
  return actors.find((one) => expected(route, one) === "answers")!;
}

/** The primary contact of north's account, in the portal. */
export function contactActor(world: World, state: SessionState = "now"): Actor {
  const open = () => world.customer("north", state);
  return { name: `contact ${state}`, open, org: "north", who: "csm", state, contact: true };
}

/** Mails of a way in are the house's; they are nobody's organisation's. */
export function isForeign(place: string): boolean {
  const foreign = ["south", "west"].flatMap((org) => [
    idOf(org),
    ...PEOPLE.map((who) => idOf(org, "identity", who)),
  ]);
  return foreign.some((owner) => place.endsWith(` of ${owner}`));
}

const long = Deno.env.get("THREAD_TEST_LONG") === "1";

/** All in a long run; in a short one these many, spread evenly, and others at the next turn. */
export function some<T>(list: T[], many: number, turn: number): T[] {
  if (long || list.length <= many) return list;
  const step = Math.ceil(list.length / many);
  return list.filter((_, at) => at % step === turn % step);
}
