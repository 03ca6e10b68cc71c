import assert from "node:assert/strict";
import { reachOpenAI, startOpenAI } from "../tests/fakes/openai.ts";
import { COLUMNS, connectedNotion, INITECH, rowFlow, shows, withNotion } from "../tests/notion.ts";

const GOAL = "Their goal is to go live before the board meets in March.";
const NOTES = `${GOAL} ${"They said more than once that it matters. ".repeat(70)}`;
const LAST = "Kim has left a spreadsheet of every shop.";

Deno.test("NOTION-035 what a row's notes say stands in the draft of the handoff", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread, { handoff: true });
    const rich = there.add(source, { ...INITECH, Notes: NOTES.match(/.{1,900}/gs)! });
    const poor = there.add(source, { ...INITECH, "Company Name": "Hooli", Notes: "" });
    for (const row of [rich, poor]) await world.tell(there.event("page.created", row));
    const answers = async (name: string) => {
      const [account] = (await world.accounts()).filter((one) => one.name === name);
      const page = await thread.as("ed").page(`/accounts/${account!.id}/handoff`);
      return /<main.*<\/main>/s.exec(page)![0];
    };
    shows(await answers("Initech"), /goal is to go live before the board meets in March/);
    shows(await answers("Initech"), /Notes, Initech in Notion/);
    assert.doesNotMatch(await answers("Hooli"), /board meets/);
  });
});

Deno.test("NOTION-031 a long text reaches the model whole", async () => {
  await using model = startOpenAI();
  await withNotion(
    async (thread, there) => {
      const source = there.database("Customer accounts", COLUMNS);
      const world = await connectedNotion(thread, there, source);
      await rowFlow(thread, { handoff: true });
      const whole = `${NOTES}${LAST}`;
      const row = there.add(source, { ...INITECH, Notes: whole.match(/.{1,90}/gs)! });
      await world.tell(there.event("page.created", row));
      const read = model.asked.map(({ text }) => text.replaceAll(/\n\| |\s+/g, " ")).join("\n");
      assert.ok(read.includes(GOAL) && read.includes(LAST), "the beginning and the end");
      assert.equal(read.split("They said more than once").length > 70, true);
    },
    undefined,
    reachOpenAI(model),
  );
});
