/** A file that a person could upload by mistake or by malice. */
export interface BrokenFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

const GOOD = {
  "rows.csv": 'Company;ARR;E-Mail\r\n"Müller; Söhne";"50.000,00 €";a@b.example\r\nTwo;12k;\r\n',
  "tabs.tsv": "Company\tARR\nOne\t$50k\nTwo\t12,000\n",
  "list.json": '[{"name": "One", "contact": {"email": "a@b.example"}}, {"name": "Two", "arr": 5}]',
  "lines.json": '{"name": "One"}\n{"name": "Two", "arr": "12k"}\n',
  "note.txt": "- One, ARR $50k, Ana Silva <ana@one.example>\n- Two, 12.000 EUR, live 2026-12-14\n",
};

const BREAKS: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  "cut in half": (bytes) => bytes.slice(0, bytes.length / 2),
  "cut within a letter": (bytes) => bytes.slice(0, 24),
  "an open quote": (bytes) => joined(bytes, utf8('"')),
  "a quote in front": (bytes) => joined(utf8('"'), bytes),
  "zeros within": (bytes) => bytes.map((byte, at) => at % 9 === 8 ? 0 : byte),
  "noise within": (bytes) => bytes.map((byte, at) => at % 7 === 6 ? (at * 37) % 256 : byte),
  "every byte turned": (bytes) => bytes.map((byte) => byte ^ 0x80),
  "the wrong mark": (bytes) => joined(new Uint8Array([0xff, 0xfe]), bytes),
  "the other wrong mark": (bytes) => joined(new Uint8Array([0xfe, 0xff]), bytes),
  "a mark twice": (bytes) => joined(utf8("\ufeff\ufeff"), bytes),
  "a mark in the middle": (bytes) => joined(bytes, utf8("\ufeff"), bytes),
  "odd line ends": (bytes) => bytes.map((byte) => byte === 10 ? 11 : byte),
  "twice": (bytes) => joined(bytes, bytes),
  "backwards": (bytes) => bytes.toReversed(),
  "upside-down text": (bytes) => joined(utf8("\u202e\u200b\u0000\u0007"), bytes),
  "halves of letters": (bytes) => joined(new Uint8Array([0xc3, 0xed, 0xa0, 0x80]), bytes),
  "escapes without end": (bytes) => joined(bytes, utf8("\\\\\\u12")),
  "brackets without end": (bytes) => joined(utf8("[".repeat(2000)), bytes),
  "separators without end": (bytes) => joined(bytes, utf8(";".repeat(199))),
  "formulas and markup": (bytes) =>
    joined(bytes, utf8("\n=cmd|' /C calc'!A0;<script>alert(1)</script>;{{constructor}}")),
};

/** Every good file, broken in every way: a hundred of them. */
export const BROKEN_FILES: BrokenFile[] = Object.entries(GOOD).flatMap(([name, text]) =>
  Object.entries(BREAKS).map(([how, breaks]) => ({
    name: `${how} ${name}`,
    bytes: new Uint8Array(breaks(utf8(text))),
  }))
);

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
