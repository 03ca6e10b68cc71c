import { inLetter, type Letter } from "./letters.ts";

/** To whom a late task escalates. */
export function escalationLetter({ title, queue, account, claimant, link }: {
  title: string;
  queue: string;
  account: string | null;
  claimant: string | null;
  link: string;
}): Letter {
  const about = account ? ` about ${inLetter(account)}` : "";
  const who = claimant
    ? `${inLetter(claimant)} has claimed it and not decided it yet.`
    : "Nobody has claimed it.";
  return {
    subject: `Late: ${inLetter(title)}`,
    paragraphs: [
      `"${inLetter(title)}"${about} has waited in ${
        inLetter(queue)
      } for longer than was promised. ` +
      who,
      "A workflow waits for it. Decide it yourself, or give it to somebody who can.",
    ],
    button: { label: "Open the task", url: link },
    why: "You get this letter because late tasks of this queue escalate to you.",
  };
}
