import { type Block, type Inline, readMarkdown } from "./markdown.ts";

/** Longer ones are cut there without a word. */
export const MOST_POSTED = 40_000;

/**
 * A text as Slack marks it. Whatever people wrote stays words: unescaped, "<!channel>" would call
 * everybody, and a link could say another address than it leads to.
 */
export function asPosted(markdown: string): string {
  return blocksIn(readMarkdown(markdown)).trim();
}

/** The three signs that mean something there, and no others. */
export function escapePost(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A word that leads somewhere. */
export function postLink(href: string, words: string): string {
  const place = escapePost(href).replaceAll("|", "%7C");
  return `<${place}|${escapePost(words).replaceAll(/[|\n]/g, " ")}>`;
}

/** Words of others inside a line of ours, on that one line and without marks of theirs. */
export function postWords(text: string): string {
  return escapePost(text.replaceAll(/\s+/g, " ").trim()).replaceAll(/[*_~`]/g, "\u200b$&");
}

function blocksIn(blocks: Block[], depth = 0): string {
  return blocks.map((block) => blockIn(block, depth)).join(depth === 0 ? "\n\n" : "\n");
}

function blockIn(block: Block, depth: number): string {
  switch (block.block) {
    case "paragraph":
      return inlinesIn(block.inside);
    case "heading":
      return `*${inlinesIn(block.inside, true)}*`;
    case "code":
      return `\`\`\`\n${
        escapePost(block.text.replace(/\n$/, "").replaceAll("```", "'''"))
      }\n\`\`\``;
    case "rule":
      return "———";
    case "quote":
      return blocksIn(block.blocks, depth + 1).replaceAll(/^/gm, "> ");
    case "bullets":
      return listIn(block.blocks, depth, () => "•");
    case "numbers":
      return listIn(block.blocks, depth, (at) => `${at + 1}.`);
    case "item":
      return blocksIn(block.blocks, depth + 1);
  }
}

function listIn(items: Block[], depth: number, mark: (at: number) => string): string {
  const inset = "    ".repeat(depth === 0 ? 0 : 1);
  return items.map((item, at) => `${inset}${mark(at)} ${blockIn(item, depth + 1)}`).join("\n");
}

/** Marks of one kind do not stand inside each other there. */
function inlinesIn(inside: Inline[], isBold = false): string {
  return inside.map((one) => {
    if (typeof one === "string") return escapePost(one);
    switch (one.inline) {
      case "strong":
        return isBold ? inlinesIn(one.inside, true) : `*${inlinesIn(one.inside, true)}*`;
      case "emphasis":
        return `_${inlinesIn(one.inside, isBold)}_`;
      case "struck":
        return `~${inlinesIn(one.inside, isBold)}~`;
      case "link":
        return postLink(one.href, plainIn(one.inside));
      case "code":
        return `\`${escapePost(one.text.replaceAll("`", "'"))}\``;
      case "break":
        return "\n";
    }
  }).join("");
}

function plainIn(inside: Inline[]): string {
  return inside.map((one) => {
    if (typeof one === "string") return one;
    if (one.inline === "code") return one.text;
    return one.inline === "break" ? " " : plainIn(one.inside);
  }).join("");
}
