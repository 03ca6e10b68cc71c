import { inLetter, type Letter } from "./letters.ts";

/** To the CSM, when a mail to their customer came back. */
export function bounceLetter(
  { account, subject, addresses, reasons, link }: {
    account: string;
    subject: string;
    addresses: string[];
    reasons: string;
    link: string;
  },
): Letter {
  const [at, about] = [inLetter(account), inLetter(subject)];
  return {
    subject: `Not delivered to ${at}: ${about}`,
    paragraphs: [
      `Your mail "${about}" did not arrive at ${addresses.map(inLetter).join(", ")}.`,
      `The reason: ${inLetter(reasons)}.`,
      "Correct the address, or choose another contact, and send it again.",
    ],
    button: { label: "Open the contacts", url: link },
    why: `You get this letter because you are the CSM of ${at}.`,
  };
}
