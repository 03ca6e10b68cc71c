import { inLetter, type Letter } from "./letters.ts";

/** To the admins, when a domain of theirs stops working. */
export function domainTroubleLetter(
  { name, kind, trouble, link, days }: {
    name: string;
    kind: "portal" | "mail";
    trouble: "failing" | "lapsed" | "misled";
    link: string;
    days: number;
  },
): Letter {
  const host = inLetter(name);
  return {
    subject: SUBJECTS[trouble](host),
    paragraphs: [...REASONS[trouble](host, days), MEANWHILE[kind]],
    button: { label: "See what was found", url: link },
    why: "You get this letter because you are an admin of your organisation.",
  };
}

const SUBJECTS = {
  failing: (host: string) => `${host} can no longer be verified`,
  lapsed: (host: string) => `${host} is out of use`,
  misled: (host: string) => `The records of ${host} have changed`,
};

const REASONS = {
  failing: (host: string, days: number) => [
    `The TXT record that shows that ${host} is yours was not found today. It is looked up every ` +
    `hour now. If it stays away for ${days} days, the domain goes out of use.`,
  ],
  lapsed: (host: string, days: number) => [
    `The TXT record of ${host} has been missing for ${days} days, so the domain is out of use. It ` +
    "comes back by itself once the record is there again.",
  ],
  misled: (host: string) => [
    `${host} is still yours, but its other records are no longer as they have to be.`,
  ],
};

const MEANWHILE = {
  portal: "Links in new letters lead to Thread's own address meanwhile, where the portal is too.",
  mail: "Mail leaves from Thread's own address meanwhile, with your name, and answers reach you.",
};
