import type { Environment, ServiceKey } from "../base/schema.ts";
import type { Outside } from "../base/outside.ts";
import type { Secret } from "../base/secret.ts";
import type { Messages } from "./messenger.ts";

/** One service that Thread can be connected with, whole: a folder for each. */
export interface Service {
  key: ServiceKey;
  /** As it writes itself. */
  name: string;
  about: string;
  /** What is asked for, in words, read before anybody leaves for the service. */
  permissions: string[];
  /** Who has to agree there, and what the service's plan has to include. */
  needs: string[];
  /** What can keep a connection from being made, as an administrator can check it. */
  troubles: string[];
  environments: Environment[];
  /** Where people type the address of their own sign-in page. */
  ownHost?: { label: string; hint: string };
  door: Door;
  ears: Ears;
  /** What Thread reads there; absent where accounts never come from it. */
  records?: Records;
  /** What Thread writes there; absent where nothing can be written. */
  messages?: Messages;
  /** What an answer of the service means, before anybody reads its content. */
  judge(answer: { status: number; headers: Headers; text: string }): Verdict;
  /** How much of an allowance is used, where the answer says so. */
  usage?(headers: Headers): { used: number; limit: number } | undefined;
  /** How many requests may leave in how many seconds, for one connection. */
  pace: { requests: number; seconds: number };
}

/** A service whose records become accounts. */
export interface RecordService extends Service {
  records: Records;
}

/** What starts a workflow there: a deal, an opportunity, a row. */
export interface Records {
  one: string;
  many: string;
  reader: Reader;
  /** What each start step offers, and where it comes from as long as nobody maps it otherwise. */
  standard: StandardField[];
}

/** OAuth, as the service speaks it. Nothing here touches the database. */
export interface Door {
  /** Where a person agrees. */
  address(out: Outside, ask: DoorAsk): URL;
  enter(out: Outside, ask: DoorAsk & { code: string; verifier: string }): Promise<Grant>;
  renew(out: Outside, held: Held): Promise<Grant>;
  /** Ends what was granted there. */
  leave(out: Outside, held: Held): Promise<void>;
  /** In words, what a refusal that came back to the callback means. */
  refusal(query: URLSearchParams): string;
}

export interface DoorAsk {
  environment: Environment;
  /** What was typed as `ownHost`. */
  host: string | null;
  state: string;
  /** Of the verifier, by S256. */
  challenge: string;
  redirectUri: string;
}

/** What a connection keeps to come in again. */
export interface Held {
  environment: Environment;
  host: string | null;
  address: string | null;
  accessToken: Secret;
  refreshToken?: Secret;
}

export interface Grant {
  accessToken: Secret;
  /** Absent where the one before goes on. */
  refreshToken?: Secret;
  /** In seconds, where the service says it. */
  expiresIn?: number;
  /** The portal, organisation or bot: what events name. Absent in an answer to `renew`. */
  outsideId?: string;
  outsideName?: string;
  /** Where its API is from now on, if each customer of the service has its own. */
  address?: string;
  scopes: string[];
}

export type Verdict =
  | "fine"
  /** The access token is over: one renewal, one more try. */
  | "renew"
  /** `undone` where the service says that it has done nothing of what was asked. */
  | { later: string; seconds: number; undone?: true }
  /** Nobody but a person can mend it, by connecting again. */
  | { reconnect: string }
  /** This request will never succeed. */
  | { refused: string };

/** A call from outside, as it came. */
export interface HookCall {
  method: string;
  /** As it is configured at the service: our public address, whatever a proxy made of it. */
  url: string;
  headers: Headers;
  body: Uint8Array;
  now: Date;
}

export interface HookKeys {
  /** The secret of this connection, or of the app for a call to the address of all connections. */
  secret?: Secret;
  /** Of this connection; absent for a call to the address of all. */
  outsideId?: string;
}

/** What a call says, once it is proven genuine. Ids only: values are read from the service. */
export interface Told {
  outsideId: string;
  /** The service's own number for it: the same for every time it is sent. */
  key: string;
  recordId: string;
  /** In the service's own word, such as deal.propertyChange. */
  kind: string;
  at: Date | null;
  /** Without anything secret; what the log of deliveries shows. */
  body: Record<string, unknown>;
}

export interface HookAnswer {
  status: number;
  type: string;
  body: string;
}

export type HeardCall =
  | { told: Told[]; answer: HookAnswer }
  /** The service asks whether we are there, and says what it will sign with. */
  | { handshake: Secret; answer: HookAnswer }
  | { refused: HookAnswer; why: string };

export interface Ears {
  /** Whether all connections share one address, which the app is configured with there. */
  shared: boolean;
  /** Who signs: the app's own secret, one of the connection, or one that the service brings. */
  secret: "app" | "connection" | "handshake";
  /** Which setting holds the app's, where it is a secret for calls alone. */
  setting?: string;
  mostBytes: number;
  hear(call: HookCall, keys: HookKeys): Promise<HeardCall>;
}

/** The way out of one connection: with its token, at its pace, within its allowance. */
export interface Line {
  connection: Connected;
  /** Absolute, or a path at the connection's own address. Answers that are not fine are thrown. */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>;
  out: Outside;
}

export interface Connected {
  id: string;
  service: ServiceKey;
  environment: Environment;
  outsideId: string;
  host: string | null;
  address: string | null;
  /** What the service's own settings page keeps, such as which data source is watched. */
  settings: Record<string, unknown>;
  /** What was granted, where the service says it. */
  scopes?: string[];
}

/** What Thread reads. */
export interface Reader {
  /** Right after connecting: what the connected user may not do, each as a sentence. */
  check(line: Line): Promise<string[]>;
  fields(line: Line): Promise<OutsideField[]>;
  /** Where a record can stand, grouped by pipeline where there are several. */
  stages(line: Line): Promise<Stage[]>;
  /** What can be watched, where there is a choice: data sources. */
  places?(line: Line): Promise<Place[]>;
  /** Undefined where it is gone, or not shared any more. */
  record(line: Line, id: string, wanted: string[]): Promise<OutsideRecord | undefined>;
  /** In words, why `record` found none, where the service can tell. */
  absence?(line: Line, id: string): Promise<string>;
  /** Any record that shows what values look like. */
  sample(line: Line, wanted: string[]): Promise<OutsideRecord | undefined>;
  /** A page of what changed at or after `since`, oldest first: the net below lost calls. */
  changed(line: Line, since: Date, cursor: string | null): Promise<ChangedPage>;
  /** What is wrong with what is watched, such as a column that is missing. */
  faults?(line: Line): Promise<string[]>;
}

export interface ChangedPage {
  /** `mark` tells two changes apart that the service gives the same time. */
  records: { id: string; changedAt: Date; mark?: string }[];
  /** Absent where this was the last page. */
  cursor: string | null;
  /** From where the next look begins, which may repeat some of what was seen. */
  next: Date;
}

export interface Place {
  id: string;
  label: string;
}

export interface Stage {
  id: string;
  label: string;
  group?: { id: string; label: string };
  won: boolean;
  active: boolean;
}

export interface OutsideField {
  /** By which it is mapped; a name that people change is never it. */
  id: string;
  label: string;
  /** "Opportunity", "Company", "Custom object: Site". */
  of: string;
  type: OutsideType;
  options?: string[];
  custom: boolean;
  /** What it seems to hold, where people name their own columns and none has an id known before. */
  means?: StandardKey[];
}

export type OutsideType =
  | ("text" | "long_text" | "number" | "money" | "date" | "moment" | "yes_no")
  | ("choice" | "choices" | "email" | "url" | "phone" | "person");

export type OutsideValue = string | number | boolean | string[] | null;

export interface OutsideRecord {
  id: string;
  name: string;
  /** Where people see it there. */
  url: string | null;
  stage: { id: string; label: string; group?: string } | null;
  changedAt: Date;
  /** By the field's id. Null where it is empty there. */
  values: Record<string, OutsideValue>;
  /** Of what was wanted: kept from the connected user by the service. */
  hidden: string[];
  /** Of what was wanted: no such field there any more. */
  missing: string[];
  people: OutsidePerson[];
  currency: string | null;
  /** What the AI may read, each under its name: notes, activities, history, long texts. */
  texts: OutsideText[];
  /** In the bin or archived there: nothing here is deleted for it. */
  gone: boolean;
}

export interface OutsidePerson {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  title: string | null;
  role: string | null;
  primary: boolean;
}

export interface OutsideText {
  id: string;
  kind: "note" | "activity" | "history" | "field";
  title: string;
  text: string;
  at: Date | null;
}

/** A value every service has in its own place, offered by the start step under this key. */
export interface StandardField {
  key: StandardKey;
  label: string;
  /** The outside field; absent where it is read otherwise, as the primary contact is. */
  field?: string;
  type: OutsideType;
  sample: OutsideValue;
}

export type StandardKey =
  | ("record_name" | "amount" | "close_date" | "stage" | "owner_name" | "owner_email")
  | ("company_name" | "website" | "industry" | "company_size" | "use_case")
  | ("contact_name" | "contact_email" | "contact_phone" | "contact_title" | "notes");
