import { inLetter, type Letter } from "./letters.ts";

/** To whoever owns a workflow, when one of its runs cannot go on. */
export function runFailedLetter({ workflow, account, step, why, link }: {
  workflow: string;
  account: string | null;
  step?: string;
  why: string;
  link: string;
}): Letter {
  const at = step ? ` at "${inLetter(step)}"` : "";
  const whose = account ? ` for ${inLetter(account)}` : "";
  return {
    subject: `${inLetter(account ?? workflow)}: ${inLetter(workflow)} failed${at}`,
    paragraphs: [
      `A run of ${inLetter(workflow)}${whose} could not go on${at}.`,
      ...(why ? [inLetter(why)] : []),
      "It stands there until somebody puts it right. Other runs go on as they are.",
    ],
    button: { label: "Open the run", url: link },
    why: "",
  };
}
