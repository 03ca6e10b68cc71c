import { COMMON_PASSWORDS } from "./common_passwords.ts";

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

const PIECES_MIN = 5;
const SEQUENCES = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "!@#$%^&*()",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "1a2s3d4f5g6h7j8k9l",
  "12qw34er56ty78ui90op",
  "1qa2ws3ed4rf5tg6yh7uj8ik9ol",
  "qawsedrftgyhujikolp",
  "qwaszxerdfcvtyghbn",
].flatMap((row) => [row, [...row].reverse().join("")]);
const LOOK_ALIKE: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  "$": "s",
  "!": "i",
};
const LONGEST_WORD = Math.max(...[...COMMON_PASSWORDS].map((word) => word.length));

/** Which rule a new password breaks. */
export type PasswordFault = "short" | "long" | "guessable";

/**
 * Says what is wrong with a new password, or nothing. Any character may be used and none must be.
 * `about` are words that anybody could know: the person's name, address and organisation.
 */
export function passwordProblem(password: string, about: string[] = []): string | undefined {
  const fault = passwordFault(password, about);
  return fault && PROBLEMS[fault];
}

export function passwordFault(password: string, about: string[] = []): PasswordFault | undefined {
  const typed = password.normalize("NFC");
  const length = [...typed].length;
  if (length < PASSWORD_MIN) return "short";
  if (length > PASSWORD_MAX) return "long";
  if (pieces(typed, known(about)) < PIECES_MIN) return "guessable";
}

const PROBLEMS: Record<PasswordFault, string> = {
  short: `Use at least ${PASSWORD_MIN} characters.`,
  long: `Use at most ${PASSWORD_MAX} characters.`,
  guessable: "This is too easy to guess: it is mostly common words, names or patterns. " +
    "Try four or more unrelated words.",
};

/**
 * Counts how many independent choices a password is made of: a common word, a keyboard run or a
 * repetition is one, whatever its length; three digits are one; any other letter counts for itself.
 */
function pieces(password: string, words: Set<string>): number {
  const raw = withoutRepetition(password.toLowerCase().replaceAll(/[\s._-]+/g, ""));
  const plain = [...raw].map((letter) => LOOK_ALIKE[letter] ?? letter).join("");
  const seen = new Set<string>();
  let count = 0;
  for (let at = 0; at < raw.length;) {
    const taken = Math.max(
      wordAt(plain, at, words),
      wordAt(raw, at, words),
      runAt(raw, at),
      digitsAt(raw, at),
      1,
    );
    const piece = plain.slice(at, at + taken);
    if (!seen.has(piece)) count++;
    seen.add(piece);
    at += taken;
  }
  return count;
}

function wordAt(text: string, at: number, words: Set<string>): number {
  for (let length = Math.min(LONGEST_WORD, text.length - at); length >= 2; length--) {
    if (hasWord(text.slice(at, at + length), words)) return length;
  }
  return 0;
}

function hasWord(text: string, words: Set<string>): boolean {
  return COMMON_PASSWORDS.has(text) || words.has(text);
}

function runAt(text: string, at: number): number {
  let same = 1;
  while (text[at + same] === text[at]) same++;
  let length = same > 1 ? same : 0;
  for (const row of SEQUENCES) {
    const from = row.indexOf(text[at]!);
    if (from < 0) continue;
    let run = 1;
    while (
      at + run < text.length && from + run < row.length && row[from + run] === text[at + run]
    ) {
      run++;
    }
    if (run >= 3 && run > length) length = run;
  }
  return length;
}

function digitsAt(text: string, at: number): number {
  return /^\d{1,3}/.exec(text.slice(at, at + 3))?.[0].length ?? 0;
}

function withoutRepetition(text: string): string {
  for (let period = 1; period <= text.length / 2; period++) {
    const unit = text.slice(0, period);
    if (unit.repeat(Math.ceil(text.length / period)).startsWith(text)) return unit;
  }
  return text;
}

function known(about: string[]): Set<string> {
  const parts = about.flatMap((text) => {
    const folded = text.normalize("NFC").toLowerCase();
    return [folded.replaceAll(/[\s._-]+/g, ""), ...folded.split(/[^\p{L}\p{N}]+/u)];
  });
  return new Set(parts.filter((part) => part.length >= 3));
}
