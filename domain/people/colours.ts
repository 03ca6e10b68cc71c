/** "#rrggbb" in lower case, as the database keeps it. */
export type Colour = string;

/** How an organisation's accent is used on one kind of surface. All text on it is at least 4.5:1. */
export interface Accent {
  fill: Colour;
  onFill: Colour;
  text: Colour;
  weak: Colour;
}

export interface AccentPalette {
  light: Accent;
  dark: Accent;
}

type Channels = [red: number, green: number, blue: number];

const BLACK = "#000000";
const WHITE = "#ffffff";
const LIGHT = { background: "#f6f6f4", surface: WHITE };
const DARK = { background: "#101113", surface: "#18191c" };
const READABLE = 4.5;
const WEAK = { light: 0.1, dark: 0.16 };

export function readColour(typed: string): Colour | undefined {
  const text = typed.trim().toLowerCase();
  return /^#[0-9a-f]{6}$/.test(text) ? text : undefined;
}

/** The contrast of WCAG 2, from 1 (none) to 21 (black on white). */
export function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Black or white, whichever reads better. The worse case of the better one is 4.58:1. */
export function textOn(fill: Colour): Colour {
  return contrast(WHITE, fill) >= contrast(BLACK, fill) ? WHITE : BLACK;
}

/** The accent as chosen where it fills, and the nearest readable shade of it where it is text. */
export function accentPalette(accent: Colour): AccentPalette {
  return {
    light: accentOn(accent, LIGHT, BLACK, WEAK.light),
    dark: accentOn(accent, DARK, WHITE, WEAK.dark),
  };
}

/** The accent itself can be text on light surfaces without being darkened. */
export function isReadableOnLight(accent: Colour): boolean {
  return Object.values(LIGHT).every((surface) => contrast(accent, surface) >= READABLE);
}

function accentOn(
  accent: Colour,
  { background, surface }: typeof LIGHT,
  towards: Colour,
  strength: number,
): Accent {
  const weak = mix(surface, accent, strength);
  const text = readable(accent, [background, surface, weak], towards);
  return { fill: accent, onFill: textOn(accent), text, weak };
}

function readable(accent: Colour, grounds: Colour[], towards: Colour): Colour {
  for (let step = 0; step < 255; step++) {
    const shade = mix(accent, towards, step / 255);
    if (grounds.every((ground) => contrast(shade, ground) >= READABLE)) return shade;
  }
  return towards;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const [a, b] = [channels(from), channels(to)];
  const mixed = a.map((value, at) => Math.round(value + (b[at]! - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour: Colour): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: Colour): Channels {
  const read = readColour(colour);
  if (!read) throw new RangeError(`Cannot read the colour "${colour}"`);
  return [1, 3, 5].map((at) => parseInt(read.slice(at, at + 2), 16)) as Channels;
}
