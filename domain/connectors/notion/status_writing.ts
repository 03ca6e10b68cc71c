import { isFullPage } from "@notionhq/client";
import { type Db, inOrg } from "../../base/db.ts";
import { Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { finishJob } from "../../base/queue_leases.ts";
import { findConnection } from "../connections.ts";
import { openLine } from "../lines.ts";
import { noteFailure } from "../paces.ts";
import { ACTOR } from "../renewals.ts";
import type { Line } from "../service.ts";
import { ask, clientOf, find } from "./client.ts";
import { awaitsConsent, writingOf } from "./status_wishes.ts";
import { columnFor, watchingOf } from "./watching.ts";

interface Job {
  orgId: string;
  id: number;
  token: string;
  signal: AbortSignal;
  payload: { connectionId: string; recordId: string };
}

/** The only thing that Thread ever writes to the database that it watches. */
export async function writeRowStatus(db: Db, out: Outside, job: Job): Promise<void> {
  const { orgId, signal, payload: { connectionId, recordId } } = job;
  const connection = await inOrg(db, orgId, ACTOR, (tx) => findConnection(tx, connectionId));
  const writing = writingOf(connection);
  let trouble = "";
  if (writing && connection.state === "connected" && !awaitsConsent(connection)) {
    try {
      await setStatus(
        await openLine({ db, out, orgId, signal }, connectionId),
        recordId,
        writing.made,
      );
    } catch (error) {
      if (!(error instanceof Upstream) || error.retry) throw error;
      trouble = `The Status of a row could not be set. ${error.message}`;
    }
  }
  await inOrg(db, orgId, ACTOR, async (tx) => {
    if (trouble) await noteFailure(tx, connectionId, trouble);
    await finishJob(tx, job);
  });
}

async function setStatus(line: Line, page_id: string, option: string): Promise<void> {
  const client = clientOf(line);
  const page = await find(client.pages.retrieve({ page_id }));
  if (!page || !isFullPage(page) || page.in_trash) return;
  const cells = Object.entries(page.properties).map(([name, cell]) => ({ ...cell, name }));
  const cell = columnFor("stage", cells, watchingOf(line.connection).columns);
  if (cell?.type === "status" && cell.status?.id !== option) {
    const properties = { [cell.name]: { status: { id: option } } };
    await ask(client.pages.update({ page_id, properties }));
  } else if (cell?.type === "select" && cell.select?.id !== option) {
    const properties = { [cell.name]: { select: { id: option } } };
    await ask(client.pages.update({ page_id, properties }));
  }
}
