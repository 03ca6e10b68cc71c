import { Link, safeUrl } from "./parts/link.tsx";

/** A mail's plain text, its paragraphs and lines as written, its web addresses to follow. */
export function MailText({ text }: { text: string }) {
  const paragraphs = text.replaceAll("\r\n", "\n").split(/\n{2,}/).filter((part) => part.trim());
  return (
    <div class="prose">
      {paragraphs.map((paragraph) => (
        <p>
          {paragraph.split("\n").map((line, i) => (
            <>
              {i > 0 && <br />}
              {linkPieces(line).map((piece) =>
                piece.href ? <Link href={piece.href}>{piece.text}</Link> : piece.text
              )}
            </>
          ))}
        </p>
      ))}
    </div>
  );
}

export interface Piece {
  text: string;
  href?: string;
}

const WEB_ADDRESS = /https?:\/\/[^\s<>"'`\\]+/g;
const PUNCTUATION = /[.,;:!?)\]}]+$/;

/** Cuts a line at its web addresses. The mark that ends a sentence belongs to no address. */
export function linkPieces(line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, index } of line.matchAll(WEB_ADDRESS)) {
    const address = found.replace(PUNCTUATION, "");
    if (!isWebAddress(address)) continue;
    if (index > end) pieces.push({ text: line.slice(end, index) });
    pieces.push({ text: address, href: address });
    end = index + address.length;
  }
  if (end < line.length) pieces.push({ text: line.slice(end) });
  return pieces;
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && safeUrl(text) !== undefined;
}
