import { inLetter, type Letter } from "./letters.ts";

/** To whoever sent a file, when the CSM needs another in its place. */
export function fileAskedAgainLetter(
  { name, org, file, body, link }: {
    name: string;
    org: string;
    file: string;
    body: string;
    link: string;
  },
): Letter {
  const [who, from, what] = [inLetter(name), inLetter(org), inLetter(file)];
  return {
    subject: `Another file, please: "${what}"`,
    paragraphs: [
      `${who} of ${from} has looked at "${what}" and asks you for another:`,
      ...body.split(/\n{2,}/).map((part) => inLetter(part)).filter(Boolean).slice(0, 20),
    ],
    button: { label: "Send another file", url: link },
    closing: ["What you sent before stays where it is."],
    why: `You get this letter because you sent "${what}" in the portal of ${from}.`,
  };
}
