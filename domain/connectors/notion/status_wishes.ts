import { z } from "zod";
import type { OrgDb } from "../../base/db.ts";
import { enqueue } from "../../base/queue.ts";
import type { Connection } from "../connections.ts";

const Writing = z.object({
  /** The option that a row has from when its account is made. */
  made: z.string().min(1),
  /** When it was last connected as somebody switched it on: it writes once they agreed anew. */
  before: z.string(),
});
export type Writing = z.infer<typeof Writing>;

export function writingOf({ settings }: Pick<Connection, "settings">): Writing | undefined {
  const read = Writing.safeParse(settings.write);
  return read.success ? read.data : undefined;
}

type Agreeing = Pick<Connection, "settings" | "connected_at">;

/** Switched on, and not yet agreed to at Notion. */
export function awaitsConsent(connection: Agreeing): boolean {
  const writing = writingOf(connection);
  return writing !== undefined &&
    !((connection.connected_at?.toISOString() ?? "") > writing.before);
}

/** A row has become an account: it may say so itself, where somebody wants it to. */
export async function wishStatus(
  tx: OrgDb,
  connection: Agreeing & Pick<Connection, "id" | "service">,
  recordId: string,
): Promise<void> {
  if (connection.service !== "notion" || !writingOf(connection)) return;
  if (awaitsConsent(connection)) return;
  await enqueue(tx, "write_row_status", { connectionId: connection.id, recordId });
}
