import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { invite, onboarding, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";
const GERMAN = { "accept-language": "de-AT,de;q=0.9" };
const langOf = (page: string) => /<html lang="([^"]+)"/.exec(page)?.[1];

Deno.test("a customer reads what they chose, else what their browser wants, else what the organisation writes", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  const page = async (headers: Record<string, string> = {}) =>
    await (await ann.request("/p", { headers })).text();
  assert.equal(langOf(await page()), "en");
  assert.equal(langOf(await page(GERMAN)), "de");
  assert.match(wordsOf(await page(GERMAN)), /Willkommen, Ann .* Aufgaben warten auf Sie/);
  const alice = thread.as("alice");
  const settings = await alice.page("/settings");
  const version = /name="version" value="(\d+)"/.exec(settings)![1]!;
  const org = { name: "Acme Cloud", support_email: "", time_zone: "Europe/Berlin", version };
  const saved = await alice.post("/settings", { ...org, working_days: "1", language: "fr" });
  assert.equal(saved.status, 303);
  assert.equal(langOf(await page()), "fr");
  assert.equal(langOf(await page({ "accept-language": "it" })), "fr");
  assert.equal(langOf(await page(GERMAN)), "de");
  const chosen = await ann.post("/p/settings/language", { language: "pt" });
  assert.match(wordsOf(await (await ann.follow(chosen)).text()), /suas configurações foram salvas/);
  assert.equal(langOf(await page(GERMAN)), "pt-BR");
  assert.equal((await ann.post("/p/settings/language", { language: "tlh" })).status, 422);
  await ann.post("/p/settings/language", { language: "" });
  assert.equal(langOf(await page(GERMAN)), "de");
});

Deno.test("the way in speaks the visitor's language before anybody is known, and so do its refusals", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  const visitor = thread.visitor();
  const at = `/p/${thread.cast.bob!.orgId}`;
  const german = await (await visitor.request(at, { headers: GERMAN })).text();
  assert.equal(langOf(german), "de");
  assert.match(wordsOf(german), /Anmeldelink senden .* Wenden Sie sich an Ihre Kontaktperson/);
  const headers = { ...GERMAN, "content-type": "application/x-www-form-urlencoded" };
  const refused = await visitor.request("/p/sign-in-links", {
    method: "POST",
    headers,
    body: "email=nobody",
  });
  assert.equal(refused.status, 422);
  assert.match(wordsOf(await refused.text()), /enthält genau ein „@“/);
  const absent = await ann.request("/p/nowhere", { headers: GERMAN });
  assert.equal(absent.status, 404);
  assert.match(wordsOf(await absent.text()), /Unter dieser Adresse gibt es nichts/);
});

Deno.test("letters to a customer are in the language they chose; what a CSM wrote stays as written", async () => {
  await using thread = await testApp();
  const { ann, accountId } = await onboarding(thread);
  await ann.post("/p/settings/language", { language: "fr" });
  await ann.post("/p/messages", { body: "Bonjour" });
  await thread.as("bob").post(`/accounts/${accountId}/messages`, { body: "Good morning, Ann" });
  const answered = await letterTo(thread, ANN);
  assert.match(answered.subject, /Bob \(Acme Cloud\) vous a répondu/);
  assert.match(answered.text, /Good morning, Ann[^]*Ouvrir la conversation :\n/u);
  const visitor = thread.visitor();
  await visitor.post("/p/sign-in-links", { email: ANN, next: "/p" });
  assert.match((await letterTo(thread, ANN)).subject, /Connexion au portail client Acme Cloud/);
  await thread.pass("2 minutes");
  await invite(thread, accountId, ANN);
  assert.match((await letterTo(thread, ANN)).subject, /Bob vous invite sur le portail client/);
  const [mail] = await thread.rows<{ body_html: string }>(
    "select body_html from mails where to_address = $1 order by id desc limit 1",
    [ANN],
  );
  assert.equal(langOf(mail!.body_html), "fr");
});

Deno.test("what is wrong in a form of the portal is said in the customer's language", async () => {
  await using thread = await testApp();
  const { ann, form, field, papers, slot } = await onboarding(thread);
  await ann.post("/p/settings/language", { language: "es" });
  const checked = await ann.post(`${form}/answers`, {
    version: "0",
    then: "review",
    [field("Your goal?")]: "",
    [field("Single sign-on?")]: "",
  });
  assert.equal(checked.status, 422);
  assert.match(wordsOf(await checked.text()), /2 datos por corregir Responda a esto: Your goal\?/);
  const upload = await ann.post(`${papers}/files/${slot}`, {
    [`file_${slot}`]: new File(["x"], "tool.exe"),
  });
  assert.match(wordsOf(await upload.text()), /Aquí no se aceptan archivos \.exe/);
  assert.match(wordsOf(await (await ann.post("/p/messages", {})).text()), /Escriba algo/);
  const again = await ann.post("/p/team", { name: "Ann", email: ANN });
  assert.match(wordsOf(await again.text()), /tiene esta dirección y ya está en su equipo/);
});

Deno.test("a contact changes nobody's language but their own", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  await ann.post("/p/settings/language", { language: "de" });
  const rows = await thread.rows("select email from contacts where language is not null");
  assert.deepEqual(rows, [{ email: ANN }]);
});
