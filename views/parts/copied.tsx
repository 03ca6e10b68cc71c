import { Button } from "./buttons.tsx";

/** Shown whole, so that it can be copied by hand too. */
export function Copied({ text, what }: { text: string; what: string }) {
  return (
    <span class="copied">
      <code>{text}</code>
      <Button type="button" kind="quiet" small data-copy={text} aria-label={`Copy the ${what}`}>
        Copy
      </Button>
    </span>
  );
}
