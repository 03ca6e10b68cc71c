import { sql } from "kysely";
import { Hono } from "hono";
import { asSystem } from "../domain/base/db.ts";
import type { Env } from "./env.ts";

/** Waiting for a connection takes 2 seconds at most, so an answer comes in less than 3. */
const DEADLINE_MS = 800;

/** A process that is up answers /healthz; only one that can work answers /readyz. */
export const health = new Hono<Env>()
  .get("/healthz", (c) => c.json({ process: "up" }))
  .get("/readyz", async (c) => {
    const { db, streams } = c.var.house;
    if (streams.stopped()) return c.json({ process: "stopping" }, 503);
    try {
      const { rows: [row] } = await asSystem(
        db,
        (tx) =>
          sql<{ mode: string }>`select current_setting('transaction_read_only') as mode`.execute(
            tx,
          ),
        { deadlineMs: DEADLINE_MS, attempts: 1 },
      );
      if (row!.mode === "on") return c.json({ process: "up", database: "read-only" }, 503);
      return c.json({ process: "up", database: "up", pool: db.figures() });
    } catch {
      const { open, idle, size } = db.figures();
      const busy = open === size && idle === 0;
      return c.json({ process: "up", database: busy ? "busy" : "down" }, 503);
    }
  });
