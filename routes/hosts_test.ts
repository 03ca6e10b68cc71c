import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";

const HOST = "portal.acme-cloud.example";

Deno.test("over https a name of one's own has its own redirect, its cookies, and no word about names below it", async () => {
  await using thread = await testApp({ PUBLIC_URL: "https://thread.example" });
  await thread.rows("insert into portal_hosts (name, held_by) values ($1, $2)", [
    HOST,
    thread.cast.bob!.orgId,
  ]);
  const plain = await thread.app.request(`http://${HOST}/p/sign-in?next=/p/team`);
  assert.equal(plain.headers.get("location"), `https://${HOST}/p/sign-in?next=/p/team`);
  const res = await thread.app.request(`https://${HOST}/p/sign-in`);
  assert.equal(res.headers.get("strict-transport-security"), "max-age=63072000");
  const served = (name: string) =>
    thread.app.request(`http://127.0.0.1:8000/portal-hosts?domain=${name}`);
  assert.equal((await served(HOST.toUpperCase())).status, 200);
  assert.equal((await served("thread.example")).status, 200);
  assert.equal((await served("evil.example")).status, 404);
  for (const host of ["evil.example", "thread.example.evil.example", "10.0.0.7", "localhost"]) {
    for (const path of ["/", "/p", "/sign-in", "/accounts"]) {
      const res = await thread.app.request(`https://${host}${path}`);
      assert.equal(res.status, 421, host + path);
      assert.equal(res.headers.get("location"), null);
    }
    assert.equal((await thread.app.request(`https://${host}/healthz`)).status, 200);
  }
});
