import { onSheet } from "./letter_html.ts";
import { inLetter, type Letterhead, type WrittenLetter } from "./letters.ts";
import { type Block, type Inline, readMarkdown } from "./markdown.ts";
import { type Markup, markup } from "./markup.ts";
import { oneLine } from "./outgoing.ts";

/** What a person writes to a customer, in Markdown, set as text and as HTML. */
export function writeCustomerLetter(
  { subject, body }: { subject: string; body: string },
  head: Letterhead,
): WrittenLetter {
  const blocks = readMarkdown(body);
  const line = oneLine(subject, 500);
  const html = onSheet(line, { ...head, name: inLetter(head.name) }, setBlocks(blocks));
  return { subject: line, text: `${writeBlocks(blocks)}\n`, html };
}

function writeBlocks(blocks: Block[], between = "\n\n"): string {
  return blocks.map(writeBlock).join(between);
}

function writeBlock(block: Block): string {
  switch (block.block) {
    case "paragraph":
    case "heading":
      return writeInline(block.inside);
    case "quote":
      return hung("> ", "> ", writeBlocks(block.blocks));
    case "bullets":
      return block.blocks.map((item) => hung("- ", "  ", writeBlock(item))).join("\n");
    case "numbers":
      return block.blocks.map((item, i) => hung(`${i + 1}. `, "   ", writeBlock(item))).join("\n");
    case "item":
      return writeBlocks(block.blocks, "\n");
    case "code":
      return block.text.trimEnd();
    case "rule":
      return "---";
  }
}

/** The first line behind its sign, the others below it. */
function hung(first: string, others: string, text: string): string {
  return text.split("\n").map((line, i) => (i === 0 ? first : others) + line).join("\n");
}

function writeInline(inside: Inline[]): string {
  return inside.map((one) => {
    if (typeof one === "string") return one;
    if (one.inline === "break") return "\n";
    if (one.inline === "code") return one.text;
    const words = writeInline(one.inside);
    return one.inline === "link" && words !== one.href ? `${words} (${one.href})` : words;
  }).join("");
}

function setBlocks(blocks: Block[]): Markup {
  return markup`${blocks.map(setBlock)}`;
}

function setBlock(block: Block): Markup {
  switch (block.block) {
    case "paragraph":
      return markup`<p style="margin: 0 0 16px; overflow-wrap: anywhere;">${
        setInline(block.inside)
      }</p>
`;
    case "heading":
      return markup`<h2 style="margin: 24px 0 12px; font-size: 18px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere;">${
        setInline(block.inside)
      }</h2>
`;
    case "quote":
      return markup`<blockquote style="margin: 0 0 16px; padding: 0 0 0 14px; border-left: 3px solid #c9c9c4;">${
        setBlocks(block.blocks)
      }</blockquote>
`;
    case "bullets":
      return markup`<ul style="margin: 0 0 16px; padding: 0 0 0 22px;">${
        setBlocks(block.blocks)
      }</ul>
`;
    case "numbers":
      return markup`<ol style="margin: 0 0 16px; padding: 0 0 0 26px;">${
        setBlocks(block.blocks)
      }</ol>
`;
    case "item":
      return markup`<li style="margin: 0 0 6px; overflow-wrap: anywhere;">${
        setItem(block.blocks)
      }</li>
`;
    case "code":
      return markup`<pre style="margin: 0 0 16px; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, 'SF Mono', Consolas, monospace;">${block.text}</pre>
`;
    case "rule":
      return markup`<hr style="margin: 24px 0; border: 0; border-top: 1px solid #c9c9c4;">
`;
  }
}

/** The text of an entry stands without a paragraph's margins. */
function setItem(blocks: Block[]): Markup[] {
  return blocks.map((block) =>
    block.block === "paragraph" ? setInline(block.inside) : setBlock(block)
  );
}

function setInline(inside: Inline[]): Markup {
  return markup`${inside.map(setOne)}`;
}

function setOne(one: Inline): Markup {
  if (typeof one === "string") return withLinks(one);
  switch (one.inline) {
    case "break":
      return markup`<br>`;
    case "code":
      return markup`<code style="font: 14px/1.4 ui-monospace, 'SF Mono', Consolas, monospace;">${one.text}</code>`;
    case "strong":
      return markup`<strong>${setInline(one.inside)}</strong>`;
    case "emphasis":
      return markup`<em>${setInline(one.inside)}</em>`;
    case "struck":
      return markup`<s>${setInline(one.inside)}</s>`;
    case "link":
      return markup`<a href="${one.href}" style="color: inherit;">${plainWords(one.inside)}</a>`;
  }
}

/** A link does not stand within a link. */
function plainWords(inside: Inline[]): Markup {
  return markup`${writeInline(inside)}`;
}

/** An address that is written out can be followed too. */
function withLinks(text: string): Markup {
  const parts = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/i);
  return markup`${
    parts.map((part, i) =>
      i % 2 === 1 ? markup`<a href="${part}" style="color: inherit;">${part}</a>` : markup`${part}`
    )
  }`;
}
