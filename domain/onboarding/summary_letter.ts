import { formatDay } from "../base/calendar.ts";
import { inLetter, type Letter } from "../messages/letters.ts";
import { byAccount } from "../messages/notification_letters.ts";
import type { Notification } from "../messages/notifications.ts";
import { counted } from "./action_types.ts";
import type { HandoffWithNames } from "./handoffs.ts";
import type { NeededAction, Needs } from "./needs.ts";
import { lastDay } from "./plan_words.ts";

/** What stands in the summary of one person. */
export interface Summary {
  ways: ("daily" | "weekly")[];
  news: Notification[];
  needs: Pick<Needs, "pressing" | "drafts">;
  handoffs: Pick<HandoffWithNames, "account">[];
  zone: string;
}

export function isEmpty({ news, needs, handoffs }: Summary): boolean {
  return news.length + needs.pressing.length + needs.drafts.length + handoffs.length === 0;
}

/** What is late, what waits, and what moved, in this order: the first is read, the last skimmed. */
export function summaryLetter(
  { ways, news, needs, handoffs, zone }: Summary,
  linkTo: (path: string) => string,
): Letter {
  const waiting = [
    ...handoffs.map(({ account }) => `- Hand over ${inLetter(account)}`),
    ...needs.drafts.map((action) => `- Approve ${named(action)}`),
  ];
  const late = needs.pressing.map((action) => `- ${named(action)}${lateness(action, zone)}`);
  const name = ways.includes("weekly") ? "Your week" : "Your day";
  return {
    subject: `${name}: ${
      [
        late.length > 0 && `${late.length} late`,
        waiting.length > 0 && `${waiting.length} to do`,
        news.length > 0 && `${counted(news.length, "thing")} happened`,
      ].filter(Boolean).join(", ")
    }`,
    paragraphs: [
      ...(late.length > 0 ? [["What is late", ...late].join("\n")] : []),
      ...(waiting.length > 0 ? [["What waits for you", ...waiting].join("\n")] : []),
      ...(news.length > 0 ? ["What happened:", ...byAccount(news)] : []),
    ],
    button: { label: "Open Thread", url: linkTo("/") },
    why: `You get this letter because you want a ${ways.join(" and a ")} summary. ` +
      "It is not sent when there is nothing in it.",
  };
}

const named = ({ label, account_name }: NeededAction) =>
  `"${inLetter(label)}" of ${inLetter(account_name)}`;

function lateness({ state, deadline_at }: NeededAction, zone: string): string {
  if (state === "failed") return ", which failed";
  return deadline_at ? `, due ${formatDay(lastDay(deadline_at, zone), "en-GB")}` : "";
}
