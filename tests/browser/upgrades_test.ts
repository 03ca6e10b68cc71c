import { editDraft } from "../../domain/onboarding/template_changes.ts";
import type { Content } from "../../domain/onboarding/template_content.ts";
import { publishTemplate } from "../../domain/onboarding/template_revisions.ts";
import { findTemplate } from "../../domain/onboarding/templates.ts";
import { openBrowser } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { action, asMember, milestone, plannedAccount, publishedTemplate } from "../plans.ts";
import { openAs, openSite } from "../site.ts";
import type { TestApp } from "../test_app.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

Deno.test("upgrades and merges are easy to use, light and dark, wide and narrow", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const { templateId, path, other } = await behind(site.thread);
  const list = `/templates/${templateId}/upgrades`;
  const asked = await site.thread.as("olive").post(list, { press: "all", conflicts: "leave" });
  await site.thread.workOff();
  const pages = {
    upgrade: `${path}/upgrade`,
    upgrades: list,
    upgrades_round: asked.headers.get("location")!,
    upgrade_template: `/templates/${templateId}`,
    merge_choice: `${path}/merge?q=fab`,
    merge: `${path}/merge?with=${other}`,
  };
  for (const [name, path] of Object.entries(pages)) {
    await looksWell(page, site.origin + path, name);
  }
});

/** One account with changes of its own, and one without. */
async function behind(thread: TestApp) {
  const templateId = await publishedTemplate(thread, [
    milestone("Kickoff", [
      action("SEND_EMAIL", "Welcome email"),
      action("SCHEDULE_MEETING", "Kickoff call"),
      action("REQUEST_DOCS", "Order form"),
    ]),
    milestone("Data import", [action("SLACK", "Tell the team")]),
    milestone("Go-live", [action("SEND_EMAIL", "Congratulations")]),
  ]);
  const planned = (name: string) => plannedAccount(thread, { templateId, name, startFirst: true });
  const account = await planned("Northwind Traders");
  const other = await planned("Fabrikam");
  const { accountId } = account;
  await thread.rows(
    `update actions set label = case label when 'Kickoff call' then 'Kickoff in Berlin'
       when 'Order form' then 'Signed order form' else label end,
       state = case label when 'Welcome email' then 'completed' else state end
     where account_id = $1`,
    [accountId],
  );
  await asMember(thread, "olive", async (tx) => {
    const { version } = await findTemplate(tx, templateId);
    const edited = await editDraft(tx, templateId, version, reworked);
    await publishTemplate(tx, templateId, edited.version, "Shorter, with training");
  });
  return { ...account, templateId, other: other.accountId };
}

function reworked({ milestones: [kickoff, , live] }: Content): Content {
  const labels: Record<string, string> = {
    "Welcome email": "Warm welcome",
    "Kickoff call": "Kickoff video call",
  };
  const actions = kickoff!.actions.map((one) => ({
    ...one,
    label: labels[one.label] ?? one.label,
  }));
  const training = milestone("Training", [action("COLLECT_INFO", "Who takes part?")]);
  return {
    milestones: [
      { ...kickoff!, duration_days: 5, actions: [...actions, action("SLACK", "Say hello")] },
      training,
      live!,
    ],
  };
}
