import type { Block, Inline } from "../../domain/messages/markdown.ts";
import { Link } from "./link.tsx";

/** What somebody wrote, as elements of ours. htmx looks for nothing in it. */
export function Markdown({ blocks }: { blocks: Block[] }) {
  return <div class="prose" hx-ignore="">{blocks.map((block) => <Part block={block} />)}</div>;
}

function Part({ block }: { block: Block }) {
  switch (block.block) {
    case "paragraph":
      return <p>{block.inside.map((one) => <Words inline={one} />)}</p>;
    case "heading":
      return <p class="prose-heading">{block.inside.map((one) => <Words inline={one} />)}</p>;
    case "quote":
      return <blockquote>{block.blocks.map((one) => <Part block={one} />)}</blockquote>;
    case "bullets":
      return <ul>{block.blocks.map((one) => <Part block={one} />)}</ul>;
    case "numbers":
      return <ol>{block.blocks.map((one) => <Part block={one} />)}</ol>;
    case "item":
      return <li>{block.blocks.map((one) => <Part block={one} />)}</li>;
    case "code":
      return <pre>{block.text}</pre>;
    case "rule":
      return <hr />;
  }
}

function Words({ inline }: { inline: Inline }) {
  if (typeof inline === "string") return <>{inline}</>;
  switch (inline.inline) {
    case "strong":
      return <strong>{inline.inside.map((one) => <Words inline={one} />)}</strong>;
    case "emphasis":
      return <em>{inline.inside.map((one) => <Words inline={one} />)}</em>;
    case "struck":
      return <s>{inline.inside.map((one) => <Words inline={one} />)}</s>;
    case "link":
      return (
        <Link href={inline.href} outside>
          {inline.inside.map((one) => <Words inline={one} />)}
        </Link>
      );
    case "code":
      return <code>{inline.text}</code>;
    case "break":
      return <br />;
  }
}
