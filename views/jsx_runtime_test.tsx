import assert from "node:assert/strict";
import type { Child } from "hono/jsx";
import { raw } from "hono/html";

const HOSTILE = `<b a="1" c='2'>&</b>`;
const ESCAPED = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;";

Deno.test("text is escaped in a child, an attribute, a list and a component", () => {
  assert.equal(drawn(<p>{HOSTILE}</p>), `<p>${ESCAPED}</p>`);
  assert.equal(drawn(<p title={HOSTILE}>x</p>), `<p title="${ESCAPED}">x</p>`);
  assert.equal(drawn(<p>{[HOSTILE, [HOSTILE]]}</p>), `<p>${ESCAPED}${ESCAPED}</p>`);
  assert.equal(drawn(<Same>{HOSTILE}</Same>), ESCAPED);
  const spread = { title: HOSTILE };
  assert.equal(drawn(<p {...spread}>{HOSTILE}</p>), `<p title="${ESCAPED}">${ESCAPED}</p>`);
});

Deno.test("what only looks like markup is text", () => {
  const forged = { isEscaped: true, text: HOSTILE, toString: () => HOSTILE } as unknown as Child;
  assert.equal(drawn(<p>{forged}</p>), `<p>${ESCAPED}</p>`);
  assert.equal(drawn(<p title={String(<b>x</b>)}>y</p>), `<p title="&lt;b&gt;x&lt;/b&gt;">y</p>`);
});

Deno.test("markup of components and of Hono is not escaped again", () => {
  assert.equal(drawn(<Same>{[<i>&amp;</i>]}</Same>), "<i>&amp;</i>");
  assert.equal(drawn(<p>{raw("<i></i>")}</p>), "<p><i></i></p>");
});

Deno.test("nothing is drawn for what is not there", () => {
  assert.equal(drawn(<p>{null}{undefined}{true}{false}{0}</p>), "<p>0</p>");
  assert.equal(drawn(<p title={undefined} id={undefined}>x</p>).replaceAll(/\s+/g, ""), "<p>x</p>");
});

Deno.test("an attribute that is there or not stands without a value, others say true or false", () => {
  assert.equal(drawn(<p {...{ hidden: true }}>x</p>), `<p hidden="">x</p>`);
  assert.equal(drawn(<p {...{ hidden: false }}>x</p>), "<p>x</p>");
  assert.equal(drawn(<p {...{ "aria-busy": false }}>x</p>), `<p aria-busy="false">x</p>`);
  assert.equal(drawn(<input {...{ value: 3 }} />), `<input value="3">`);
});

Deno.test("a name that is none, a function and a promise are refused", () => {
  assert.throws(() => <p {...{ 'x" onload="go()': "1" }}>x</p>, /no name of an attribute/);
  assert.throws(() => <p {...{ title: () => "x" } as object}>x</p>, /cannot be a function/);
  const late = Promise.resolve("x") as unknown as Child;
  assert.throws(() => <p>{late}</p>, /cannot be a promise/);
});

function Same({ children }: { children?: Child }) {
  return <>{children}</>;
}

function drawn(part: unknown): string {
  return String(part);
}
