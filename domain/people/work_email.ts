import { domainToUnicode } from "node:url";
import { Refused } from "../base/errors.ts";
import { DISPOSABLE_DOMAINS } from "./disposable_domains.ts";
import { PERSONAL_DOMAINS, PERSONAL_PATTERNS } from "./personal_domains.ts";

export type EmailRead =
  | { ok: true; email: string }
  | { ok: false; problem: string; fault: EmailFault; part: string };

/** Which rule it breaks, for whoever says so in another language. */
export type EmailFault = "empty" | "hidden" | "at" | "mailbox" | "domain";

/**
 * Reads an address as people type it and answers the one form Thread stores and sends to: lower
 * case, the domain in ASCII, no trailing dot. A plus tag stays, because it is part of where the mail
 * goes. Quoted parts, comments and non-ASCII mailboxes are refused: mail servers disagree on them.
 */
export function readEmail(typed: string): EmailRead {
  const text = typed.trim().normalize("NFC");
  if (text === "") return refuse("empty", "Enter an email address.");
  if (/[\p{Cc}\p{Cf}\s]/u.test(text)) {
    return refuse("hidden", "An email address has no spaces or hidden characters.");
  }
  const parts = text.split("@");
  if (parts.length !== 2) {
    return refuse("at", 'An email address has one "@", like name@company.com.');
  }
  const local = parts[0]!.toLowerCase();
  if (!LOCAL.test(local) || local.length > 64) {
    return refuse(
      "mailbox",
      `Thread cannot send mail to "${parts[0]}@": use plain letters, digits and . _ + -`,
      parts[0],
    );
  }
  const domain = asciiDomain(parts[1]!);
  if (!domain || local.length + domain.length > 253) {
    return refuse("domain", `"${parts[1]}" is not a domain that can receive mail.`, parts[1]);
  }
  return { ok: true, email: `${local}@${domain}` };
}

export function normaliseEmail(typed: string): string {
  const read = readEmail(typed);
  if (!read.ok) throw new Refused(read.problem);
  return read.email;
}

/**
 * The address without its plus tag, to decide whether two sign-ups are one person. Never look up
 * somebody to send a link by this form: where plus tags are not a convention of the server,
 * `ann+x@` and `ann@` are two mailboxes, and one would receive the other's link.
 */
export function canonicalEmail(typed: string): string {
  const [local, domain] = normaliseEmail(typed).split("@") as [string, string];
  const person = local.replace(/(?<=.)\.*\+.*$/, "");
  return `${person}@${domain}`;
}

export function emailDomain(email: string): string {
  return normaliseEmail(email).split("@")[1]!;
}

/** The personal or throw-away domain behind an address, or nothing for a work address. */
export function personalDomain(typed: string): string | undefined {
  const domain = emailDomain(typed);
  for (const name of [domain, lookAlike(domain)]) {
    const labels = name.split(".");
    for (let from = 0; from < labels.length - 1; from++) {
      const parent = labels.slice(from).join(".");
      if (isPersonal(parent)) return parent;
    }
  }
}

function isPersonal(domain: string): boolean {
  return PERSONAL_DOMAINS.has(domain) || DISPOSABLE_DOMAINS.has(domain) ||
    PERSONAL_PATTERNS.some((pattern) => pattern.test(domain));
}

/** Without `%` and `!`, which old servers read as a route, and without a leading dash. */
const LOCAL = /^[a-z0-9_+](?:[a-z0-9#$&'*/=?^{}~_+-]|\.(?!\.))*(?<!\.)$/;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

function asciiDomain(typed: string): string | undefined {
  const name = typed.replace(/[.。．｡]$/u, "");
  if (!/^[\p{L}\p{M}\p{N}.。．｡-]+$/u.test(name) || hasMixedScripts(name)) return;
  const url = URL.parse(`http://${name}/`);
  const domain = url?.hostname ?? "";
  const labels = domain.split(".");
  if (labels.length < 2 || domain.length > 253 || !labels.every((label) => LABEL.test(label))) {
    return;
  }
  return /^[a-z]|^xn--/.test(labels.at(-1)!) ? domain : undefined;
}

/** A label that mixes Latin with letters made to look like Latin is made to deceive. */
function hasMixedScripts(name: string): boolean {
  return name.normalize("NFKC").split(".").some((label) =>
    /\p{Script=Latin}/u.test(label) &&
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label)
  );
}

const PLAIN_LETTER: Record<string, string> = {
  ɡ: "g",
  ı: "i",
  ɩ: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ħ: "h",
  ŧ: "t",
  ɑ: "a",
  ʏ: "y",
  а: "a",
  е: "e",
  о: "o",
  р: "p",
  с: "c",
  у: "y",
  х: "x",
  і: "i",
  ј: "j",
  ѕ: "s",
  һ: "h",
  ԁ: "d",
  ԛ: "q",
  ԝ: "w",
  к: "k",
  м: "m",
  т: "t",
  п: "n",
  в: "b",
};

function lookAlike(domain: string): string {
  if (!domain.includes("xn--")) return domain;
  const plain = domainToUnicode(domain).normalize("NFKD");
  return [...plain.replaceAll(/\p{M}/gu, "")].map((letter) => PLAIN_LETTER[letter] ?? letter).join(
    "",
  );
}

function refuse(fault: EmailFault, problem: string, part = ""): EmailRead {
  return { ok: false, problem, fault, part };
}
