import assert from "node:assert/strict";
import { typedAction } from "../domain/onboarding/action_forms.ts";
import {
  allActions,
  contentSchema,
  type Milestone,
} from "../domain/onboarding/template_content.ts";
import { hiddenOn } from "./pages.ts";
import type { TestApp } from "./test_app.ts";

/** A template that Olive of operations makes through its pages. */
export async function openTemplate(thread: TestApp, name: string) {
  const olive = thread.as("olive");
  const made = await olive.post("/templates", {
    name,
    description: "",
    segment: "",
    product_line: "",
    use_case: "",
    industry: "",
    starter: "blank",
  });
  assert.equal(made.status, 303, await made.clone().text());
  const path = made.headers.get("location")!;
  const id = path.slice("/templates/".length);

  const content = async () => {
    const [row] = await thread.rows("select draft from templates where id = $1", [id]);
    return contentSchema.parse(row!.draft);
  };
  const version = () => hiddenOn(olive, `${path}/details`, "version");

  return {
    id,
    path,
    content,
    milestones: async (): Promise<Milestone[]> => (await content()).milestones,
    /** Posts to a part of the template with the version of now, and expects it to be taken. */
    async post(part: string, fields: Record<string, string | string[]>) {
      const answer = await olive.post(`${path}/${part}`, { version: await version(), ...fields });
      assert.equal(answer.status, 303, (await answer.clone().text()).slice(0, 3000));
      return answer.headers.get("location")!;
    },
    async addMilestone(name: string, days: number): Promise<string> {
      await this.post("milestones", { name, duration_days: String(days) });
      return (await content()).milestones.at(-1)!.id;
    },
    async addAction(milestone: string, type: string, label: string): Promise<string> {
      const at = await this.post(`milestones/${milestone}/actions`, { type, label });
      return at.slice(at.lastIndexOf("/") + 1);
    },
    /** What the form of an action holds. */
    async fields(action: string): Promise<Record<string, string | string[]>> {
      const found = allActions(await content()).find(({ id }) => id === action);
      assert.ok(found, "the action is there");
      return typedAction(found);
    },
    /** Saves an action's form with these fields changed; null leaves a box unticked. */
    async save(action: string, changes: Record<string, string | string[] | null>) {
      const fields = { ...(await this.fields(action)), ...changes };
      const kept = Object.entries(fields).filter((pair): pair is [string, string | string[]] =>
        pair[1] !== null
      );
      return await this.post(`actions/${action}`, Object.fromEntries(kept));
    },
    move: async function (part: string, step: "up" | "down") {
      await this.post(`${part}/position`, { step });
    },
    async publish(note = "") {
      await this.post("publication", { note });
    },
  };
}
