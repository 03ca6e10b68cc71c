/** A mail, split where its writer's own words end. */
export interface SplitText {
  own: string;
  /** What is quoted, and the signature. */
  rest: string;
}

/** The line above a quotation, as mail programs write it. It may be broken into up to three lines. */
const ATTRIBUTION =
  /^(On|Am|Le|El|Em|Il|A|Op|W dniu|\u00d6n)\b[^\n]{4,400}\b(wrote|schrieb|a \u00e9crit|escribi\u00f3|escreveu|ha scritto|schreef|skrev|napisa\u0142)(?!\p{L})[^\n]{0,200}:$/iu;

/** The same on one line, where it begins with a name or a day. */
const OWN_LINES = [
  /^[^\n]{1,200}<[^<>\s]+@[^<>\s]+>[^\n]{0,60}\b(wrote|schrieb|a \u00e9crit|escribi\u00f3|escreveu|ha scritto)\s?:$/iu,
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[^\n]{0,120}<[^<>\s]+@[^<>\s]+>\s?:$/,
];

const ORIGINAL =
  /^[-_*\s]{2,}\s*(original message|original appointment|forwarded message|urspr\u00fcngliche nachricht|urspr\u00fcnglicher termin|weitergeleitete nachricht|message d['\u2019]origine|message transf\u00e9r\u00e9|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale)\s*[-_*\s]*$/i;

/** The block of lines that Outlook sets above what it quotes. */
const FROM = /^\*?(from|von|de|da|van)\s?:\*?\s*\S/i;
const SENT =
  /^\*?(sent|date|gesendet|datum|envoy\u00e9|fecha|enviado( el)?|enviada( em)?|data|inviato)\s?:\*?\s*\S/i;
const ABOUT = /^\*?(subject|betreff|objet|asunto|assunto|oggetto)\s?:\*?/i;

/** What telephones add below. */
const FROM_TELEPHONE =
  /^(sent from (my|outlook|yahoo|mail)|get outlook for|von meinem \S+ gesendet|gesendet (von|mit) |diese nachricht wurde von meinem|envoy\u00e9 (de|depuis) (mon|mail|outlook|yahoo)|t\u00e9l\u00e9charger outlook|enviado (desde|do|de) (mi|meu|mail|outlook|o meu|yahoo)|obtener outlook|obter o outlook|inviato da)/i;

const isQuoted = (line: string) => /^\s?>/.test(line);
const isEmpty = (line: string) => line.trim() === "";

/**
 * Finds where the writer's own words end: at what a mail program sets above a quotation, at the
 * quotation itself, or at a signature. Where answers stand between the quoted lines, all of it is
 * kept, because neither half says anything alone.
 */
export function splitQuoted(text: string): SplitText {
  const lines = text.replaceAll(/\r\n?/g, "\n").replaceAll("\u00a0", " ").split("\n");
  const head = lines.findIndex((_, at) => startsQuotation(lines, at));
  const end = head >= 0 && !isInterleaved(lines, head) ? head : trailingQuote(lines);
  const signed = signatureAt(lines, end);
  const own = lines.slice(0, signed).join("\n").trim();
  return { own, rest: lines.slice(signed).join("\n").trim() };
}

function startsQuotation(lines: string[], at: number): boolean {
  const line = unquoted(lines[at]!);
  if (line === "") return false;
  if (ORIGINAL.test(line)) return true;
  if (FROM.test(line)) return isHeaderBlock(lines, at);
  if (/^_{10,}$/.test(line)) return isHeaderBlock(lines, at + 1);
  if (OWN_LINES.some((one) => one.test(line))) return true;
  for (let more = 0; more < 3; more++) {
    const next = lines.slice(at, at + more + 1).map(unquoted);
    if (next.length <= more || next.at(-1) === "") return false;
    if (ATTRIBUTION.test(next.join(" "))) return true;
    if (/:$/.test(next.at(-1)!)) return false;
  }
  return false;
}

/** From, when and about what, close together and each on a line of its own. */
function isHeaderBlock(lines: string[], at: number): boolean {
  const block = lines.slice(at, at + 8).map(unquoted);
  return FROM.test(block[0] ?? "") && block.some((line) => SENT.test(line)) &&
    block.some((line) => ABOUT.test(line));
}

/** Own lines follow on quoted ones: somebody answers point by point. */
function isInterleaved(lines: string[], head: number): boolean {
  const after = lines.slice(head);
  const first = after.findIndex(isQuoted);
  if (first < 0 || first > 4) return false;
  const end = signatureAt(after, trailingQuote(after));
  return after.slice(first, end).some((line) => !isQuoted(line) && !isEmpty(line));
}

/** Where the quotation begins that stands at the very end, if one does. */
function trailingQuote(lines: string[]): number {
  let at = lines.length;
  while (at > 0 && (isQuoted(lines[at - 1]!) || isEmpty(lines[at - 1]!))) at--;
  return lines.slice(at).some(isQuoted) ? at : lines.length;
}

/** The first line of the signature before `end`, or `end`. */
function signatureAt(lines: string[], end: number): number {
  const within = lines.slice(0, end);
  const dashes = within.findIndex((line) => /^--\s?$/.test(line));
  if (dashes >= 0) return dashes;
  const last = within.findLastIndex((line) => !isEmpty(line));
  for (let at = last; at >= 0 && at > last - 3; at--) {
    if (FROM_TELEPHONE.test(within[at]!.trim())) return at;
  }
  return end;
}

function unquoted(line: string): string {
  return line.replace(/^(\s?>)+/, "").trim();
}
