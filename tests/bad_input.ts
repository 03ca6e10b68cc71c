import assert from "node:assert/strict";
import { badBodies, badHeaders, badValues } from "./bad_input_data.ts";

/** A Hono app, or a client that signs its requests. */
export interface Answering {
  request: (path: string, init?: RequestInit) => Response | Promise<Response>;
}

export interface Oracle {
  headers?: Record<string, string>;
  /** Milliseconds that an answer may take. */
  patience?: number;
  /** A path that answers alike before and after: the throwing broke nothing for others. */
  normal?: string;
  /** Throws only NUL and one of so many, for a short run; `from` says which is the first. */
  oneOf?: number;
  from?: number;
  /** Says what else is wrong with an answer. */
  inspect?: (init: RequestInit, answer: Response, body: string) => Promise<string | undefined>;
}

export interface Form extends Oracle {
  path: string;
  method?: string;
  /** What a person would send. Each field in turn gets every bad value, the others stay. */
  fields: Record<string, string>;
}

export interface Query extends Oracle {
  path: string;
  params: Record<string, string>;
}

export interface Path extends Oracle {
  /** Makes the path of the value, encoded already. */
  path: (value: string) => string;
}

type Throw = [name: string, path: string, init: RequestInit];

/** Throws the corpus at a form: values, shapes of fields, bodies, headers. Returns how many. */
export function throwAtForm(app: Answering, form: Form): Promise<number> {
  const { path, method = "POST", fields } = form;
  const field = Object.keys(fields)[0] ?? "field";
  const send = (name: string, body: BodyInit | URLSearchParams, more = {}): Throw => [
    name,
    path,
    { method, body, headers: { ...form.headers, ...more } },
  ];
  const values = Object.keys(fields).flatMap((key) => [
    ...Object.entries(badValues).map(([name, value]) =>
      send(`${key}: ${name}`, new URLSearchParams({ ...fields, [key]: value }))
    ),
    ...shapes(fields, key).map(([name, body]) => send(`${key}: ${name}`, body)),
  ]);
  const bodies = Object.entries(badBodies).map(([name, { type, body, headers }]) =>
    send(name, body(field), { ...headers, ...(type && { "content-type": type }) })
  );
  const headers = Object.entries(badHeaders).map(([name, bad]) =>
    send(name, new URLSearchParams(fields), bad)
  );
  return throwAll(app, [...values, ...bodies, ...headers], form);
}

/** Throws the corpus at the parameters of an address. */
export function throwAtQuery(app: Answering, query: Query): Promise<number> {
  const { path, params, headers } = query;
  const get = (name: string, search: string, more = {}): Throw => [
    name,
    `${path}?${search}`,
    { headers: { ...headers, ...more } },
  ];
  const values = Object.keys(params).flatMap((key) => [
    ...Object.entries(badValues).map(([name, value]) =>
      get(`${key}: ${name}`, `${new URLSearchParams({ ...params, [key]: value })}`)
    ),
    ...shapes(params, key).map(([name, search]) => get(`${key}: ${name}`, `${search}`)),
    get(`${key}: broken escapes`, `${key}=%&${key}=%zz&%ff%fe=%c0%80&%=`),
  ]);
  const plain = `${new URLSearchParams(params)}`;
  const bad = Object.entries(badHeaders).map(([name, more]) => get(name, plain, more));
  return throwAll(app, [...values, ...bad], query);
}

/** Throws the corpus at one part of a path. */
export function throwAtPath(app: Answering, { path, ...oracle }: Path): Promise<number> {
  const init = { headers: oracle.headers };
  const throws = Object.entries(badValues).filter(([, value]) => value.length < 10_000)
    .map(([name, value]): Throw => [name, path(encodeURIComponent(value.toWellFormed())), init]);
  throws.push(["broken escapes", path("%zz%ff%c0%80%"), init]);
  return throwAll(app, throws, oracle);
}

/** A field that is missing, doubled, an array, an object, or beside one that nobody asked for. */
function shapes(fields: Record<string, string>, key: string): [string, URLSearchParams][] {
  const value = fields[key]!;
  const others = Object.entries(fields).filter(([name]) => name !== key);
  const shape = (...more: [string, string][]) => new URLSearchParams([...others, ...more]);
  return [
    ["missing", shape()],
    ["twice", shape([key, value], [key, value])],
    ["twice and different", shape([key, value], [key, "other"])],
    ["1,000 times", shape(...Array.from({ length: 1000 }, (): [string, string] => [key, value]))],
    ["as an array", shape([`${key}[]`, value])],
    ["as an object", shape([`${key}[a]`, value])],
    ["beside a stranger", shape([key, value], ["org_id", crypto.randomUUID()], ["role", "admin"])],
    ["beside a prototype", shape([key, value], ["__proto__", "a"], ["constructor", "b"])],
  ];
}

async function throwAll(app: Answering, all: Throw[], oracle: Oracle): Promise<number> {
  const { normal = "/healthz", oneOf = 1, from = 0 } = oracle;
  const throws = all.filter(([name], n) => /\bNUL\b/.test(name) || (n + from) % oneOf === 0);
  const before = (await app.request(normal)).status;
  assert.ok(before < 400, `${normal} answers ${before} before anything is thrown`);
  const failures: string[] = [];
  for (const [name, path, init] of throws) {
    const why = await whatIsWrong(app, path, init, oracle);
    if (why) failures.push(`${init.method ?? "GET"} ${path.slice(0, 60)}, ${name}: ${why}`);
  }
  const after = (await app.request(normal)).status;
  if (after !== before) failures.push(`${normal} answered ${before} before, and now ${after}`);
  assert.equal(failures.length, 0, `${failures.length} failed:\n${failures.join("\n")}`);
  return throws.length;
}

async function whatIsWrong(
  app: Answering,
  path: string,
  init: RequestInit,
  { patience = 1000, inspect }: Oracle,
): Promise<string | undefined> {
  const start = performance.now();
  try {
    const late = AbortSignal.timeout(patience * 10);
    const response = await orAborted(Promise.resolve(app.request(path, init)), late);
    const body = await orAborted(response.text(), late);
    const took = Math.round(performance.now() - start);
    if (response.status < 200 || response.status >= 500) return `status ${response.status}`;
    if (took > patience) return `took ${took} ms`;
    const told = tellsTooMuch.exec(body)?.[0];
    if (told) return `tells "${told}"`;
    const html = response.headers.get("content-type")?.startsWith("text/html");
    const run = html && liveMarkup.exec(body)?.[0];
    if (run) return `repeats "${run}" as markup`;
    return await inspect?.(init, response, body);
  } catch (error) {
    return `no answer: ${error}`;
  }
}

/** What a stack or a database says, and no page of ours does. */
const tellsTooMuch = new RegExp([
  String.raw`\bat (async )?[\w.<>]* ?\(?(file|ext|node|npm):`,
  String.raw`\.tsx?:\d+`,
  "(Postgres|Zod|Type|Reference|Range|Syntax)Error|SQLSTATE|kysely",
  `violates|invalid input syntax|syntax error at|relation "|column "|duplicate key`,
  "invalid byte sequence|out of range for type|current transaction is aborted",
].join("|"));

/** What the corpus sent as text must not come back as a tag. */
const liveMarkup = /<script>alert|<img src=x onerror|<svg onload|<b hx-on/;

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
