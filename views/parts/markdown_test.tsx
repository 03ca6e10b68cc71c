import assert from "node:assert/strict";
import { readMarkdown } from "../../domain/messages/markdown.ts";
import { PAYLOADS, shapeOf } from "../../tests/hostile_texts.ts";
import { Markdown } from "./markdown.tsx";

const draw = async (text: string) => String(await <Markdown blocks={readMarkdown(text)} />);

Deno.test("Markdown becomes paragraphs, lists, links and emphasis", async () => {
  const html = await draw(
    "# Hi\n\n**Bold** and _soft_ [site](https://example.com)\nnext\n\n- a\n- b\n\n> q\n\n1. x",
  );
  assert.match(html, /<p class="prose-heading">Hi<\/p>/);
  assert.match(html, /<strong>Bold<\/strong> and <em>soft<\/em> <a href="https:\/\/example.com"/);
  assert.match(html, /<br\/?>next/);
  assert.match(html, /<ul><li><p>a<\/p><\/li><li><p>b<\/p><\/li><\/ul><blockquote><p>q<\/p>/);
  assert.match(html, /<ol><li><p>x/);
});

Deno.test("no picture is loaded and no link leads into script", async () => {
  const html = await draw("![pixel](https://evil.example/a.png) [a](javascript:x) <b>b</b>");
  assert.doesNotMatch(html, /<img|<b>|href="javascript/);
  assert.match(html, /&lt;b&gt;/);
});

const OURS = new Set(
  "div p strong em s a code br ul ol li blockquote pre hr".split(" "),
);

Deno.test("hostile text makes no element and no attribute but ours, wherever it stands", async () => {
  const places = [
    (text: string) => text,
    (text: string) => `[x](${text})`,
    (text: string) => `[${text}](https://example.com)`,
    (text: string) => `![${text}](${text} "${text}")`,
    (text: string) => `\`${text}\``,
    (text: string) => `\`\`\`${text}\n${text}\n\`\`\``,
    (text: string) => `> - ${text}`,
    (text: string) => `<${text}>`,
    (text: string) => `[x]: ${text} "${text}"\n\n[x]`,
  ];
  for (const payload of PAYLOADS) {
    for (const place of places) {
      const text = place(payload);
      for (const { tag, attributes } of shapeOf(await draw(text))) {
        assert.ok(OURS.has(tag), `${tag} from ${text}`);
        for (const [name, value] of attributes) {
          assert.match(name, /^(class|hx-ignore|href|target|rel)$/, text);
          if (name === "href") assert.match(value, /^(https?:\/\/|mailto:)/i, text);
        }
      }
    }
  }
});
