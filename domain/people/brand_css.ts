import { type AccentPalette, accentPalette } from "./colours.ts";

/** An organisation's colours in place of Thread's. Every value is a checked "#rrggbb". */
export function brandCss(accent: string): string {
  const { light, dark } = accentPalette(accent);
  const pairs = Object.entries(TOKENS)
    .map(([token, part]) => `  --${token}: light-dark(${light[part]}, ${dark[part]});`);
  return `@layer base {\n:root:root {\n${pairs.join("\n")}\n}\n}\n`;
}

const TOKENS: Record<string, keyof AccentPalette["light"]> = {
  accent: "fill",
  "on-accent": "onFill",
  "accent-text": "text",
  "accent-weak": "weak",
};
