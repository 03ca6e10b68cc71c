/**
 * The links and mail addresses of a text that are not among the `allowed`: shown as warnings before
 * a person approves it. An allowed entry is a host, which stands for its subdomains and its mail
 * addresses too, or one mail address.
 */
export function strangersIn(text: string, allowed: readonly string[]): string[] {
  const known = readAllowed(allowed);
  const found = new Set<string>();
  let rest = text.normalize("NFKC").replaceAll(UNSEEN, "");
  const take = (pattern: RegExp, isKnown: (match: string) => boolean) => {
    rest = rest.replaceAll(pattern, (match) => {
      const stranger = match.replace(/[.,;:!?)\]}'"*_~]+$/, "");
      if (stranger !== "" && !isKnown(stranger)) found.add(stranger);
      return " ";
    });
  };
  take(MAIL_LINK, (link) => isKnownAddress(link.slice("mailto:".length), known));
  take(OTHER_SCHEME, () => false);
  take(WEB_LINK, (link) => isKnownLink(link, known));
  take(LOCAL_LINK, () => false);
  take(ADDRESS, (address) => isKnownAddress(address, known));
  take(BARE_HOST, (host) => isKnownLink(`https://${host}`, known));
  return [...found];
}

interface Known {
  hosts: string[];
  addresses: string[];
}

const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const MAIL_LINK = /mailto:[^\s<>"]+/gi;
const WEB_LINK = /(?:https?:)?[\\/]{2}[^\s<>"|]+|www\.[^\s<>"|]+/gi;
const OTHER_SCHEME =
  /\b(?!https?:|mailto:)(?:(?:javascript|data|file|tel|sms|blob|vbscript):|[a-z][a-z0-9+.-]{0,30}:\/)[^\s<>"]+/gi;
/** What a Markdown link leads to, where it has no scheme. */
const LOCAL_LINK = /(?<=\]\()[^\s)]+/g;
/** Bounded, as a text may hold a megabyte of one letter. */
const ADDRESS = /[^\s<>"'(),:;\\[\]|@]{1,64}(?:@[^\s<>"'(),:;\\[\]|@]{1,255}){1,5}/gu;
const ENDINGS = "com|net|org|io|co|ai|app|dev|eu|de|uk|us|ch|at|fr|nl|ru|cn|info|biz|xyz|top|site" +
  "|online|shop|link|click|me|tv|cc|example|test";
const BARE_HOST = new RegExp(
  `(?<![\\p{L}\\p{N}.-])(?:[\\p{L}\\p{N}-]{1,63}\\.)+(?:(?:${ENDINGS})\\b(?:[:/?#][^\\s<>"|]*)?|[a-z]{2,24}/[^\\s<>"|]*)`,
  "giu",
);

function readAllowed(allowed: readonly string[]): Known {
  const entries = allowed.map((entry) => entry.trim().toLowerCase()).filter(Boolean);
  return {
    addresses: entries.filter((entry) => entry.includes("@")),
    hosts: entries.filter((entry) => !entry.includes("@"))
      .map((entry) => URL.parse(entry.includes("//") ? entry : `https://${entry}`)?.hostname ?? ""),
  };
}

function isKnownAddress(address: string, { addresses, hosts }: Known): boolean {
  const plain = address.toLowerCase().split("?")[0]!;
  const parts = plain.split("@");
  if (!/[^.]\.[^.]/.test(parts.at(-1)!)) return true; // "@here" is no address.
  return parts.length === 2 && (addresses.includes(plain) || isUnder(parts[1]!, hosts));
}

/** What stands before an @ is shown to nobody, so no link that has one is known. */
function isKnownLink(link: string, { hosts }: Known): boolean {
  const whole = /^https?:/i.test(link) ? link : `https://${link.replace(/^[\\/]+/, "")}`;
  const url = URL.parse(whole);
  return url !== null && url.username === "" && isUnder(url.hostname, hosts);
}

const isUnder = (host: string, hosts: string[]) =>
  hosts.some((known) => known !== "" && (host === known || host.endsWith(`.${known}`)));
