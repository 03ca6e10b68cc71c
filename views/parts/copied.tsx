import { Button } from "./buttons.tsx";

/** Shown whole, so that it can be copied by hand too. */
export function Copied(
  { text, what, label = "Copy", aloud = `Copy the ${what}` }: {
    text: string;
    what: string;
    /** Where the page is not in English. */
    label?: string;
    aloud?: string;
  },
) {
  return (
    <span class="copied">
      <code>{text}</code>
      <Button type="button" kind="quiet" small data-copy={text} aria-label={aloud}>
        {label}
      </Button>
    </span>
  );
}
