import type { Graph } from "../domain/workflows/graph.ts";
import type { Client } from "./client.ts";
import type { TestApp } from "./test_app.ts";

/** Made by olive from a starter. Answers its address. */
export async function newWorkflow(
  thread: TestApp,
  name: string,
  starter = "blank",
): Promise<string> {
  const res = await thread.as("olive").post("/workflows", { name, about: "", starter });
  if (res.status !== 303) throw new Error(`No workflow: ${await res.text()}`);
  return res.headers.get("location")!;
}

/** What the draft says now. */
export async function drawn(thread: TestApp, at: string): Promise<Graph> {
  return (await rowOf(thread, at)).draft;
}

export async function rowOf(thread: TestApp, at: string) {
  const [row] = await thread.rows<{
    draft: Graph;
    rev: number;
    state: string;
    published_number: number;
  }>("select * from workflows where id = $1", [at.split("/")[2]]);
  return row!;
}

/** One gesture on the drawing as it is, as a page without script sends it. */
export async function gesture(
  thread: TestApp,
  who: Client,
  at: string,
  fields: Record<string, string | string[]>,
): Promise<Response> {
  const { rev } = await rowOf(thread, at);
  return await who.post(`${at}/edits`, { rev: String(rev), ...fields });
}
