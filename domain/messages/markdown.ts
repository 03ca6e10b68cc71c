import type { Token } from "markdown-it";
// Read on first use, as it makes the start longer.
import defer * as markdownIt from "markdown-it";

/** What a text says once its Markdown is read. Pages and letters are built from it, never from HTML. */
export type Block =
  | { block: "paragraph" | "heading"; inside: Inline[] }
  | { block: "quote" | "bullets" | "numbers" | "item"; blocks: Block[] }
  | { block: "code"; text: string }
  | { block: "rule" };

export type Inline =
  | string
  | { inline: "strong" | "emphasis" | "struck"; inside: Inline[] }
  | { inline: "link"; href: string; inside: Inline[] }
  | { inline: "code"; text: string }
  | { inline: "break" };

const SAFE_LINK = /^(https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu;

export function readMarkdown(text: string): Block[] {
  reader ??= makeReader();
  return blocksOf(reader.parse(text, {}), 0, "").blocks;
}

let reader: ReturnType<typeof makeReader> | undefined;

/**
 * Tags that people write stay text. A picture is shown as its words, because loading one tells its
 * host who reads.
 */
function makeReader() {
  return new markdownIt.default({ html: false, linkify: false, breaks: true })
    .disable(["table", "html_block", "html_inline", "image"]);
}

/** Text of others, which stands for nothing but itself when it is put into Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[!-/:-@[-`{-~]/g, "\\$&");
}

/** The same without any marks, for the text part of a letter and for a line in a list. */
export function plainText(blocks: Block[]): string {
  return blocks.map((block) => {
    if (block.block === "rule") return "";
    if (block.block === "code") return block.text;
    return "blocks" in block ? plainText(block.blocks) : plainInline(block.inside);
  }).join("\n");
}

function plainInline(inside: Inline[]): string {
  return inside.map((one) => {
    if (typeof one === "string") return one;
    if (one.inline === "break") return "\n";
    if (one.inline === "code") return one.text;
    const words = plainInline(one.inside);
    return one.inline === "link" && words !== one.href ? `${words} (${one.href})` : words;
  }).join("");
}

const CONTAINERS: Record<string, "quote" | "bullets" | "numbers" | "item"> = {
  blockquote_open: "quote",
  bullet_list_open: "bullets",
  ordered_list_open: "numbers",
  list_item_open: "item",
};

function blocksOf(tokens: Token[], start: number, end: string): { blocks: Block[]; next: number } {
  const blocks: Block[] = [];
  let at = start;
  while (at < tokens.length && tokens[at]!.type !== end) {
    const { type, content } = tokens[at]!;
    const container = CONTAINERS[type];
    if (container) {
      const inner = blocksOf(tokens, at + 1, type.replace("_open", "_close"));
      blocks.push({ block: container, blocks: inner.blocks });
      at = inner.next;
      continue;
    }
    if (type === "fence" || type === "code_block") blocks.push({ block: "code", text: content });
    if (type === "hr") blocks.push({ block: "rule" });
    if (type === "inline") {
      const block = tokens[at - 1]?.type === "heading_open" ? "heading" : "paragraph";
      blocks.push({ block, inside: inlinesOf(tokens[at]!.children ?? [], 0, "").inside });
    }
    at++;
  }
  return { blocks, next: at + 1 };
}

const MARKS: Record<string, "strong" | "emphasis" | "struck" | "link"> = {
  strong_open: "strong",
  em_open: "emphasis",
  s_open: "struck",
  link_open: "link",
};

function inlinesOf(tokens: Token[], start: number, end: string) {
  const inside: Inline[] = [];
  let at = start;
  while (at < tokens.length && tokens[at]!.type !== end) {
    const token = tokens[at]!;
    const mark = MARKS[token.type];
    if (mark) {
      const inner = inlinesOf(tokens, at + 1, token.type.replace("_open", "_close"));
      const href = String(token.attrGet("href") ?? "");
      if (mark !== "link") inside.push({ inline: mark, inside: inner.inside });
      else if (SAFE_LINK.test(href)) inside.push({ inline: "link", href, inside: inner.inside });
      else inside.push(...inner.inside);
      at = inner.next;
      continue;
    }
    if (token.type === "text") inside.push(token.content);
    if (token.type === "code_inline") inside.push({ inline: "code", text: token.content });
    if (token.type === "softbreak" || token.type === "hardbreak") inside.push({ inline: "break" });
    at++;
  }
  return { inside, next: at + 1 };
}
