import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createAccount } from "../domain/accounts/accounts.ts";
import { addContact } from "../domain/accounts/contacts.ts";
import { inOrg } from "../domain/base/db.ts";
import { hashToken, newId, newToken } from "../domain/base/tokens.ts";
import { applyTemplate } from "../domain/onboarding/plan_applications.ts";
import { createTemplate } from "../domain/onboarding/template_changes.ts";
import { type Action, newAction } from "../domain/onboarding/template_content.ts";
import { publishTemplate } from "../domain/onboarding/template_revisions.ts";
import type { Program } from "../tests/processes.ts";
import { type Figure, inRounds, short } from "./figures.ts";
import { adminSession, asAdmin, type BenchHouse, type Floor, orgId, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { memoryOf } from "./memory.ts";
import { faults } from "./pages.ts";

const MB = 1024 * 1024;
const LARGE = 200 * MB;
const PIECE = 512 * 1024;
const AT_ONCE = 20;
/** A good line of an office: 10 Mbit/s each, and so 25 MB/s of all. */
const BYTES_A_SECOND = 1.25 * MB;
const SECONDS = 6;
const actor = { kind: "system", cause: "bench" } as const;

/** What a large file costs the process that takes it, and what many of them cost everybody else. */
export async function benchUploads({ small }: BenchHouse): Promise<Figure[]> {
  const customer = await openCustomer(small);
  await using program = await serve(small);
  try {
    return [
      ...await benchMemory(program, customer),
      ...await benchPagesBeside(small, program, customer),
    ];
  } finally {
    await asAdmin(small.adminUrl, "truncate files, file_chunks, uploads, file_quotas");
  }
}

/** Both ways that a file comes: a form as a whole, and pieces as the page's script sends them. */
async function benchMemory(program: Program, customer: Customer): Promise<Figure[]> {
  await sendForm(program, customer, 8 * MB);
  await sendPieces(program, customer, { name: "warm.pdf", size: 8 * MB });
  const ways = [
    ["a form", () => sendForm(program, customer, LARGE)],
    ["pieces", () => sendPieces(program, customer, { name: "large.pdf", size: LARGE })],
  ] as const;
  const figures: Figure[] = [];
  for (const [name, send] of ways) {
    const since = performance.now();
    const { before, peak } = await peakOf(program, send);
    const seconds = (performance.now() - since) / 1000;
    figures.push({
      goal: "files",
      what: `a file of 200 MB as ${name}: more memory at its peak, MB`,
      value: peak - before,
      must: 64,
      stretch: 32,
      better: "less",
      note: `${short(before)} MB before, ${short(LARGE / MB / seconds)} MB/s`,
    });
  }
  return figures;
}

async function benchPagesBeside(
  floor: Floor,
  program: Program,
  customer: Customer,
): Promise<Figure[]> {
  const token = await adminSession(floor);
  const requests = [request({ path: "/members", token })];
  const ask = () =>
    load({ url: program.url, connections: 4, seconds: SECONDS, requests, rate: 40 });
  await ask();
  let round = 0;
  return await inRounds(async () => {
    round++;
    const alone = await ask();
    const end = new AbortController();
    let sent = 0;
    const sending = Array.from({ length: AT_ONCE }, (_, at) =>
      sendPieces(program, customer, {
        name: `round ${round} of ${at}.pdf`,
        size: SECONDS * 4 * BYTES_A_SECOND,
        rate: BYTES_A_SECOND,
        stop: end.signal,
        told: (bytes) => sent += bytes,
      }));
    const beside = await ask();
    end.abort();
    await Promise.all(sending);
    await asAdmin(floor.adminUrl, "delete from uploads where expires_at is not null");
    return [{
      goal: "files",
      what: `a page beside ${AT_ONCE} uploads of 10 Mbit/s: p99 against alone`,
      value: beside.p99 / alone.p99,
      must: 2,
      stretch: 1.5,
      better: "less",
      note: `p99 ${short(beside.p99)} against ${short(alone.p99)} ms, p50 ${short(beside.p50)} ` +
        `against ${short(alone.p50)}, ${short(sent / MB / SECONDS)} MB/s came${faults(beside)}`,
    }];
  });
}

/** What a process holds before, and the most that it holds while something is done. */
async function peakOf(
  { pid }: Program,
  work: () => Promise<unknown>,
): Promise<{ before: number; peak: number }> {
  const before = await memoryOf(pid);
  let peak = before;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await memoryOf(pid));
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  await work().finally(() => isOver = true);
  await watching;
  return { before, peak };
}

interface Customer {
  token: string;
  task: string;
  slot: string;
}

/** Somebody in the portal, with a task that asks for files. */
async function openCustomer({ db, adminUrl }: Floor): Promise<Customer> {
  const files = [{ id: "papers", name: "Papers", help: "", required: true, accepts: [] }];
  const action = {
    ...newAction("REQUEST_DOCS", "papers", "Papers"),
    portal_visible: true,
    content: { intro: "", files },
  } as Action;
  const milestones = [{
    ...{ id: "m", name: "Papers", duration_days: 7, our_text: "", your_text: "" },
    actions: [action],
  }];
  const accountId = newId();
  await inOrg(db, orgId(1), actor, async (tx) => {
    const name = `Files ${accountId}`;
    const template = await createTemplate(tx, { name }, { milestones });
    await publishTemplate(tx, template.id, template.version, "");
    await createAccount(tx, {
      id: accountId,
      name,
      ...{ domain: null, segment: null, industry: null, product_line: null, use_case: null },
      ...{ arr_cents: null, arr_currency: "USD", closed_on: null, go_live_on: null, fields: {} },
    });
    await addContact(tx, accountId, {
      ...{ name: "Ann Example", email: "ann@example.com", job_title: "", phone: "" },
    });
    await applyTemplate(tx, accountId, template.id, { startFirst: true });
  });
  const token = newToken();
  const at = [orgId(1), accountId];
  const [{ contact, task, slot }] = await asAdmin(
    adminUrl,
    `select c.id as contact, a.id as task, a.content #>> '{files,0,id}' as slot
     from contacts c join actions a on a.account_id = c.account_id
     where c.org_id = $1 and c.account_id = $2`,
    at,
  ) as [{ contact: string; task: string; slot: string }];
  await asAdmin(
    adminUrl,
    `insert into portal_access (org_id, account_id, contact_id, token_hash, seen_at)
     values ($1, $2, $3, $4, now())`,
    [...at, contact, hashToken(newToken())],
  );
  await asAdmin(
    adminUrl,
    `insert into portal_sessions (org_id, id, contact_id, token_hash, email)
     values ($1, $2, $3, $4, 'ann@example.com')`,
    [orgId(1), newId(), contact, hashToken(token)],
  );
  return { token, task, slot };
}

function headersOf({ token }: Customer): Record<string, string> {
  return { cookie: `portal=${token}`, "sec-fetch-site": "same-origin" };
}

async function sendForm({ url }: Program, customer: Customer, size: number): Promise<void> {
  const edge = "a-bench-has-no-better-name";
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file_${customer.slot}"; ` +
    `filename="form of ${size}.pdf"\r\n\r\n%PDF-1.7\n`;
  const end = `\r\n--${edge}--\r\n`;
  const noise = noiseOf(64 * 1024);
  const { promise: answered, resolve, reject } = Promise.withResolvers<number>();
  // As a browser does, it says before how long the form is; fetch would not, of a stream.
  const sending = httpRequest(`${url}/p/tasks/${customer.task}/files/${customer.slot}`, {
    method: "POST",
    headers: {
      ...headersOf(customer),
      "content-type": `multipart/form-data; boundary=${edge}`,
      "content-length": head.length + size + end.length,
    },
  }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  }).on("error", reject);
  await pipeline(
    Readable.from(function* () {
      yield head;
      for (let sent = 0; sent < size; sent += noise.length) yield noise;
      yield end;
    }()),
    sending,
  );
  const status = await answered;
  if (status !== 303) throw new Error(`The form was answered ${status}`);
}

interface Sent {
  name: string;
  size: number;
  /** Bytes a second. */
  rate?: number;
  stop?: AbortSignal;
  told?: (bytes: number) => void;
}

async function sendPieces({ url }: Program, customer: Customer, sent: Sent): Promise<void> {
  const { name, size, rate, stop, told } = sent;
  const headers = headersOf(customer);
  const begun = await fetch(`${url}/p/tasks/${customer.task}/uploads`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ slot: customer.slot, name, size: String(size), modified: "1" }),
  });
  const { id, problem } = await begun.json();
  if (problem) throw new Error(`An upload was answered: ${problem}`);
  const noise = noiseOf(PIECE);
  noise.set(new TextEncoder().encode("%PDF-1.7\n"));
  const since = performance.now();
  for (let at = 0; at < size && !stop?.aborted;) {
    const piece = noise.subarray(0, Math.min(PIECE, size - at));
    const range = `bytes ${at}-${at + piece.length - 1}/${size}`;
    const answer = await fetch(`${url}/p/uploads/${id}`, {
      method: "PUT",
      headers: { ...headers, "content-range": range },
      body: piece,
    });
    if (answer.status !== 200) throw new Error(`A piece was answered ${answer.status}`);
    await answer.body?.cancel();
    at += piece.length;
    told?.(piece.length);
    const early = rate ? at / rate * 1000 - (performance.now() - since) : 0;
    if (early > 0) await new Promise((done) => setTimeout(done, early));
  }
}

function noiseOf(size: number): Uint8Array<ArrayBuffer> {
  const noise = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  return noise;
}
