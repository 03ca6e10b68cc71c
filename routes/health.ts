import { sql } from "kysely";
import { Hono } from "hono";
import { asSystem } from "../domain/base/db.ts";
import type { Env } from "./env.ts";

/** A process that is up answers /healthz; only one that can work answers /readyz. */
export const health = new Hono<Env>()
  .get("/healthz", (c) => c.json({ process: "up" }))
  .get("/readyz", async (c) => {
    const { db } = c.var.house;
    try {
      const { rows: [row] } = await asSystem(
        db,
        (tx) => sql<{ readonly: boolean }>`select pg_is_in_recovery() as readonly`.execute(tx),
        { deadlineMs: 2000, attempts: 1 },
      );
      if (row!.readonly) return c.json({ process: "up", database: "read-only" }, 503);
      return c.json({ process: "up", database: "up", pool: db.figures() });
    } catch {
      return c.json({ process: "up", database: "down" }, 503);
    }
  });
