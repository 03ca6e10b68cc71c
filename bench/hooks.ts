import { connect, inOrg } from "../domain/base/db.ts";
import { readKeyring } from "../domain/base/vault.ts";
import { openHook, signatureOf } from "../domain/workflows/hooks.ts";
import { type Commits, measureCommits } from "./commits.ts";
import { type Figure, inRounds, perSecond } from "./figures.ts";
import { asAdmin, type BenchHouse, type Floor, serve } from "./house.ts";
import { type Load, load } from "./load.ts";
import { actor, makeOrg } from "./workflows.ts";

const SECONDS = 3;
const MANY = 30_000;
const FEW = 3_000;
/** The one that programs are started with here. */
const KEYS = `k1:${btoa("0".repeat(32))}`;

/**
 * Goals 1 and 2: a signed call, from its first byte to its acknowledgement after the commit, while
 * the same process starts and follows the runs that come of it.
 */
export async function benchHooks({ large }: BenchHouse): Promise<Figure[]> {
  const hook = await openAddress(large);
  await using program = await serve(large);
  const ask = (connections: number, count: number) =>
    load({
      ...{ url: program.url, connections, seconds: SECONDS, once: true },
      requests: callsOf(hook, count),
    });
  await ask(8, 500);
  return await inRounds(async () => {
    const limit = await measureCommits(large);
    const one = await ask(1, FEW);
    return [...atRest(one, limit), underLoad(await ask(32, MANY), limit)];
  });
}

function atRest({ p50, p99, errors }: Load, { c1 }: Commits): Figure[] {
  const note = `C1 ${perSecond(c1)}${faults(errors)}`;
  const bars = { must: 3000 / c1, stretch: 2000 / c1 };
  return [
    { goal: 2, what: "call to acknowledgement, p50 ms", value: p50, ...bars, note, better: "less" },
    {
      goal: 2,
      what: "call to acknowledgement, p99 ms",
      value: p99,
      must: 15,
      stretch: 8,
      note,
      better: "less",
    },
  ];
}

function underLoad({ rate, errors, p99 }: Load, { c8 }: Commits): Figure {
  return {
    goal: 1,
    what: "calls acknowledged, 32 connections",
    value: rate / c8,
    must: 0.3,
    stretch: 0.42,
    note: `${perSecond(rate)}, p99 ${p99.toFixed(1)} ms, C8 ${perSecond(c8)}${faults(errors)}`,
    better: "more",
  };
}

const faults = (errors: number) => errors > 0 ? `, ${errors} ERRORS` : "";

interface Address {
  token: string;
  secret: string;
}

async function openAddress(floor: Floor): Promise<Address> {
  const db = connect(floor.appUrl, 2, "thread-bench");
  try {
    const { id, versionId } = await makeOrg(floor, db);
    const [row] = await asAdmin(
      floor.adminUrl,
      `update workflows set state = 'active', published_id = $2, published_number = 1,
         starts_on = 'hook' where org_id = $1 returning id`,
      [id, versionId],
    );
    const ring = await readKeyring(KEYS);
    const workflowId = (row as { id: string }).id;
    return await inOrg(db, id, actor, (tx) => openHook(tx, ring, workflowId));
  } finally {
    db.close();
  }
}

const encoder = new TextEncoder();

/** Each is another event, signed now: nothing of it is done while the clock runs. */
function callsOf({ token, secret }: Address, count: number): Uint8Array[] {
  const at = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, () => {
    const body = JSON.stringify({ id: crypto.randomUUID(), amount: 20 });
    return encoder.encode([
      `POST /hooks/w/${token} HTTP/1.1`,
      "host: 127.0.0.1",
      "content-type: application/json",
      `content-length: ${body.length}`,
      `x-thread-signature: ${signatureOf(secret, body, at)}`,
      "",
      body,
    ].join("\r\n"));
  });
}
