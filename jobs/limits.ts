import { Refused } from "../domain/base/errors.ts";

export interface Limits {
  /** How long a claim holds without a heartbeat, and how often that comes. */
  leaseMs: number;
  beatMs: number;
  /** The longest a step may take. Shorter than the lease, so that a slow step never runs twice. */
  stepMs: number;
  /** Transactions at once on work that needs the database only, and jobs claimed at once for it. */
  insideSlots: number;
  batch: number;
  /** A batch grows while it takes less than this, so that pages keep their turn. */
  turnMs: number;
  /** A claim takes no more than is done in about this time, so that newcomers need not wait. */
  claimMs: number;
  /** How long work is kept back while requests come densely. */
  patienceMs: number;
  /** Jobs at once that may wait for the network, and of these for one organisation. */
  outsideSlots: number;
  outsidePerOrg: number;
  /** How often work is looked for without being told of any. */
  pollMs: number;
  /** How long work in flight may take to end once Thread is told to stop. */
  graceMs: number;
}

export const LIMITS: Limits = {
  leaseMs: 90_000,
  beatMs: 30_000,
  stepMs: 60_000,
  insideSlots: 3,
  batch: 500,
  turnMs: 20,
  claimMs: 250,
  patienceMs: 250,
  outsideSlots: 16,
  outsidePerOrg: 4,
  pollMs: 5_000,
  graceMs: 3_000,
};

export function refuseUnsafeLimits({ leaseMs, beatMs, stepMs }: Limits): void {
  if (leaseMs <= stepMs) throw new Refused("A job's lease must be longer than its longest step");
  if (beatMs * 2 >= leaseMs) throw new Refused("A job's lease must outlast two heartbeats");
}
