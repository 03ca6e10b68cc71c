import { domainToASCII } from "node:url";
import { personalDomain } from "./work_email.ts";

export type DomainRead = { ok: true; name: string } | { ok: false; problem: string };

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const INSIDE =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|arpa|onion|test|invalid)$/;

/** A name under which a portal can answer: below a domain, because a CNAME cannot stand at its top. */
export function readPortalHost(typed: string, ownHost: string): DomainRead {
  const read = readDomain(typed);
  if (!read.ok) return read;
  if (read.name.split(".").length < 3) {
    return refuse(`Put a word before it, such as portal.${read.name}.`);
  }
  if (read.name === ownHost || read.name.endsWith(`.${ownHost}`)) {
    return refuse("This is an address of Thread itself. Use a domain of your own.");
  }
  return read;
}

/** Where an organisation's mail can come from: its own domain, and nobody else's mailboxes. */
export function readMailDomain(typed: string): DomainRead {
  const read = readDomain(typed);
  if (!read.ok) return read;
  return personalDomain(`somebody@${read.name}`)
    ? refuse(`${read.name} belongs to a mail service. Use your company's own domain.`)
    : read;
}

/** As people paste it: with capitals, a scheme, a path or a dot at the end. */
export function readDomain(typed: string): DomainRead {
  const bare = typed.trim().normalize("NFC").replace(/^[a-z]+:\/\//i, "").replace(/[/?#].*$/s, "");
  if (bare === "") return refuse("Enter a domain, such as portal.company.com.");
  if (/[\s@:]/.test(bare)) return refuse("Enter the name alone, such as portal.company.com.");
  const name = domainToASCII(bare.replace(/\.$/, "")).toLowerCase();
  const labels = name.split(".");
  const isName = labels.length > 1 && name.length <= 253 && labels.every((one) => LABEL.test(one));
  if (!isName || !/^[a-z]|^xn--/.test(labels.at(-1)!)) {
    return refuse(`"${bare.slice(0, 80)}" is not a domain name.`);
  }
  return INSIDE.test(name) ? refuse(`${name} is not a name on the internet.`) : { ok: true, name };
}

function refuse(problem: string): DomainRead {
  return { ok: false, problem };
}
