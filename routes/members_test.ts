import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";

const member = (thread: Awaited<ReturnType<typeof testApp>>, name: string) =>
  `/members/${thread.cast[name]!.memberId}`;

Deno.test("everybody sees who is a member, only an admin sees how to invite", async () => {
  await using thread = await testApp();
  for (const name of ["alice", "bob", "olive", "ed", "lea"]) {
    const page = await thread.as(name).page("/members");
    assert.match(page, /bob@acme\.test/);
    assert.doesNotMatch(page, /globex\.test/);
    assert.equal(/Invite<|Invite /.test(page.split('id="main"')[1]!.split("</main>")[0]!), name === "alice");
  }
});
Deno.test("smoke", async () => {
  await using thread = await testApp();
  for (const path of ["/", "/members", "/members/invitations", "/members/invitations/new", "/settings", "/settings/holidays", "/settings/branding", "/settings/plan", "/activity", "/search?q=al", "/welcome", member(thread,"bob"), member(thread,"bob")+"/roles", member(thread,"bob")+"/deactivation"]) {
    const res = await thread.as("alice").get(path);
    const text = await res.text();
    console.log(res.status, path, text.length, res.status>=400? text.slice(-600):"");
  }
});
