import type { Context } from "hono";
import type { AccountDb, Db, OrgDb } from "../domain/base/db.ts";
import type { Feed } from "../domain/base/feed.ts";
import type { Log, LogFields } from "../domain/base/log.ts";
import type { Bells } from "../domain/messages/notification_bells.ts";
import type { Outside } from "../domain/base/outside.ts";
import type { Language } from "../domain/base/languages.ts";
import type { Settings } from "../domain/base/settings.ts";
import type { Words } from "../domain/messages/words/words.ts";
import type { ListedPortalSession } from "../domain/portal/portal_session_list.ts";
import type { PortalRole } from "../domain/base/schema.ts";
import type { PortalSession } from "../domain/portal/portal_sessions.ts";
import type { Session } from "../domain/people/sessions.ts";
import type { Streams } from "./streams.ts";

/** What `main.ts` hands to the routes, once. */
export interface House {
  db: Db;
  outside: Outside;
  settings: Settings;
  feed: Feed;
  bells: Bells;
  streams: Streams;
  log: Log;
  /** What customers read. */
  wordsIn: (language: Language) => Words;
  /** Writes an unexpected error to the log, with what helps to find it. */
  report(error: Error, fields: LogFields): void;
}

/** `c.var` is made anew each time it is read, so what every request runs through asks `c.get`. */
export interface Env {
  Variables: {
    house: House;
    /** Of this request, in the log, in the answer's head and on the page of an error. */
    requestId: string;
    /** The organisation under whose own name this was asked for, which is then all that is shown. */
    host?: { orgId: string; origin: string };
    /** Of this response; only scripts of ours carry it. */
    nonce: string;
    /** Whether the cookie was looked up already. */
    asked?: true;
    /** Absent for a visitor. Set for every request by `entered` or `sessions`. */
    session?: Session;
    /** A customer's contact who is in the portal. Set for every request of it by `portalSessions`. */
    portal?: PortalSession;
    /** The request's transaction, set by `entered` or `tenant` only. */
    tx: OrgDb;
    /** How much of the portal they have; absent for a member who previews it. */
    portalRole?: PortalRole;
    /** The transaction of a customer's request, set by `customer` and by the preview only. */
    accountTx: AccountDb;
    /** Where the customer is signed in, for the page of their settings. */
    portalSessions: ListedPortalSession[];
    /** The account that somebody of the organisation looks at as its customer. */
    previewed: { id: string; name: string };
    /** On its way since the transaction opened, for a whole page. */
    frame?: Promise<Frame>;
  };
}

/** What the shell shows from the database. */
export interface Frame {
  logoUrl?: string;
  counts: Record<string, number>;
}

/** Behind `signedIn`: a person who is a member of the organisation they are looking at. */
export type Ctx = Context<Env>;

export const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
