import assert from "node:assert/strict";
import { reachOpenAI, startOpenAI } from "../tests/fakes/openai.ts";
import { openTemplate } from "../tests/templates.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

async function withAction(thread: TestApp, type: string, label: string) {
  const template = await openTemplate(thread, "Enterprise");
  const milestone = await template.addMilestone("Kickoff", 7);
  const action = await template.addAction(milestone, type, label);
  const path = `${template.path}/actions/${action}`;
  const olive = thread.as("olive");
  return {
    template,
    action,
    path,
    /** Presses a button of the panel with all that stands in the form. */
    async press(place: string, typed: Record<string, string>) {
      const version = /name="version" value="(\d+)"/.exec(await olive.page(path))![1]!;
      const answer = await olive.post(`${path}/proposals${place}`, { version, ...typed });
      assert.equal(answer.status, 303, (await answer.clone().text()).slice(0, 2000));
      return answer.headers.get("location")!.split("#")[0]!;
    },
  };
}

const idIn = (page: string) => page.slice(page.indexOf("proposal=") + "proposal=".length);

Deno.test("THREAD-132: a button in an email action drafts it, beside what stands there", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const olive = thread.as("olive");
  fake.orders({ answer: { subject: "Hello {{company_name}}", body: "Hi, here is the portal." } });
  const { template, action, path, press } = await withAction(thread, "SEND_EMAIL", "Welcome email");
  assert.match(await olive.page(path), /Write with AI<\/button>/);

  const typed = {
    label: "Welcome mail",
    "content.subject": "Mine",
    "content.body": "My own words",
  };
  const page = await press("", typed);
  assert.match(await olive.page(page), /You can go on typing/);
  await thread.workOff();
  assert.match(fake.asked[0]!.text, /\| My own words/);
  const written = await olive.page(page);
  assert.match(written, /Hello \{\{company_name\}\}[^]*Hi, here is the portal\./);
  assert.match(written, /value="Mine"/);
  assert.match(written, /My own words<\/textarea>/);
  assert.match(written, /value="Welcome mail"/);
  assert.equal((await template.fields(action))["content.body"], "");

  const taken = await olive.page(await press(`/${idIn(page)}/taking`, typed));
  assert.match(taken, /This is not saved yet/);
  assert.match(taken, /value="Hello \{\{company_name\}\}"/);
  assert.match(taken, /Hi, here is the portal\.<\/textarea>/);
  assert.equal((await template.fields(action))["content.body"], "");

  const back = await olive.page(
    await press(`/${idIn(page)}/dismissal`, { ...typed, label: "Changed since" }),
  );
  assert.match(back, /My own words<\/textarea>/);
  assert.match(back, /value="Changed since"/);
});

Deno.test("THREAD-133: a button in a form action suggests questions, which are added to those that stand there", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const olive = thread.as("olive");
  fake.orders({
    answer: {
      questions: [
        { label: "Which day suits you?", type: "choice", options: ["Monday", "Friday"] },
        { label: "How many people?", type: "number", required: false },
      ],
    },
  });
  const { path, press } = await withAction(thread, "COLLECT_INFO", "Goals");
  const typed = {
    label: "Goals",
    "content.questions.0.id": "mine",
    "content.questions.0.type": "short_text",
    "content.questions.0.label": "My own question",
    "content.questions.0.options": "",
  };
  const page = await press("", typed);
  await thread.workOff();
  assert.match(fake.asked[0]!.text, /\| My own question/);
  const written = await olive.page(page);
  assert.match(written, /Which day suits you\?[^]*Choice[^]*Monday, Friday/);
  const taken = await olive.page(await press(`/${idIn(page)}/taking`, typed));
  assert.match(taken, /name="content\.questions\.0\.label"[^>]*value="My own question"/);
  assert.match(taken, /name="content\.questions\.1\.label"[^>]*value="Which day suits you\?"/);
  assert.match(taken, /name="content\.questions\.2\.label"[^>]*value="How many people\?"/);
  const [, after] = /action="([^"]*)"[^>]*data-guard/.exec(taken) ?? [];
  assert.equal(after, path);
});

Deno.test("without a provider rules suggest, and say so", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const form = await withAction(thread, "COLLECT_INFO", "Data migration");
  const page = await form.press("", { label: "Data migration" });
  await thread.workOff();
  const written = await olive.page(page);
  assert.match(written, /Written by rules: no AI provider is set/);
  assert.match(written, /Where is your data today\?/);
  assert.match(await olive.page(form.path), /Where is your data today\?/); // Found again later.
  const gone = await olive.page(await form.press(`/${idIn(page)}/dismissal`, { label: "Typed" }));
  assert.match(gone, /value="Typed"/);
  assert.ok(!gone.includes("Where is your data today?"));
});

Deno.test("a writer that fails loses nothing that was typed, and rules can take over", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const olive = thread.as("olive");
  fake.orders({ status: 400, message: "Too strange" });
  const mail = await withAction(thread, "SEND_EMAIL", "Welcome email");
  const page = await mail.press("", { label: "Welcome", "content.body": "Kept words" });
  await thread.workOff();
  const failed = await olive.page(page);
  assert.match(failed, /400 Too strange/);
  assert.match(failed, /Kept words<\/textarea>/);
  const rules = await mail.press(`/${idIn(page)}/rules`, {
    label: "Welcome",
    "content.body": "Kept",
  });
  await thread.workOff();
  assert.match(await olive.page(rules), /Written by rules\.[^]*I look after your onboarding/);
});

Deno.test("a proposal is found on its own action only, by who changes templates", async () => {
  await using thread = await testApp();
  const mail = await withAction(thread, "SEND_EMAIL", "Welcome email");
  const page = await mail.press("", { label: "Welcome" });
  const other = await withAction(thread, "SEND_EMAIL", "Another");
  const wrong = `${other.path}?proposal=${idIn(page)}`;
  assert.equal((await thread.as("olive").get(wrong)).status, 404);
  assert.equal((await thread.as("olive").get(`${mail.path}?proposal=1`)).status, 404);
  assert.equal((await thread.as("charlie").get(page)).status, 404);
  const forged = { version: "1", label: "x" };
  assert.equal((await thread.as("bob").post(`${mail.path}/proposals`, forged)).status, 403);
  assert.equal((await thread.as("charlie").post(`${mail.path}/proposals`, forged)).status, 404);
  assert.doesNotMatch(await thread.as("bob").page(mail.path), /Write with AI/);
  const slack = await withAction(thread, "SLACK", "Tell the team");
  const refused = await thread.as("olive").post(`${slack.path}/proposals`, forged);
  assert.equal(refused.status, 409);
});
