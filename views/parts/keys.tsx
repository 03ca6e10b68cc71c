const SPOKEN: Record<string, string> = { Mod: "Ctrl", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };

/** One or more keys: "g h" is a sequence, "Mod+k" is held together. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span class="keys" aria-hidden="true">
      {keys.split(" ").map((stroke) => (
        <kbd>{stroke.split("+").map((key) => SPOKEN[key] ?? key).join(" ")}</kbd>
      ))}
    </span>
  );
}
