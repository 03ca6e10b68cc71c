import { happened } from "../people/happenings.ts";
import { accountPassedOnLetter, accountReceivedLetter } from "./account_letters.ts";
import { handedOverLetter, handoffLetter, handoffReminderLetter } from "./handoff_letters.ts";
import { inLetter, type Letter } from "./letters.ts";
import type { Notification } from "./notifications.ts";
import { oneLine } from "./outgoing.ts";
import { runFailedLetter } from "./run_letters.ts";
import { placeOf, REASONS } from "./notification_rules.ts";
import { customerWroteLetter, submittedLetter } from "./portal_letters.ts";

/** What a letter says beyond the event: what somebody wrote, and about which task. */
export interface Quoted {
  body?: string;
  task?: string;
}

export interface Writing {
  linkTo: (path: string) => string;
  quoted: Map<number, Quoted>;
}

const ACTORS: Record<string, string> = {
  contact: "A customer",
  operator: "The operator",
  rule: "A rule",
};

/** Who did it, and what: "Ann sent the logo". */
export function sentenceOf(one: Notification): string {
  const who = one.actor ?? ACTORS[one.actorKind] ?? "Thread";
  return `${inLetter(who)} ${inLetter(happened(one))}`;
}

/** Everything that happened since the last mail, as one letter. */
export function notificationLetter(all: Notification[], writing: Writing): Letter {
  const [first] = all;
  if (all.length > 1) return bundleLetter(all, writing);
  const letter = OWN_LETTERS[first!.kind]?.(first!, writing) ?? plainLetter(first!, writing);
  return { ...letter, why: whyOf([first!]) };
}

const MOST_LINES = 40;
const MOST_QUOTED = 300;

function bundleLetter(all: Notification[], { linkTo, quoted }: Writing): Letter {
  const accounts = new Set(all.map(({ account }) => account).filter(Boolean));
  const [only] = accounts;
  const where = accounts.size === 0
    ? ""
    : accounts.size === 1
    ? ` with ${inLetter(only!)}`
    : ` with ${accounts.size} accounts`;
  return {
    subject: `${all.length} things happened${where}`,
    paragraphs: byAccount(all, quoted),
    button: { label: "See them in Thread", url: linkTo("/notifications") },
    why: whyOf(all),
  };
}

/** A paragraph for each account: its name, and a line for each thing. */
export function byAccount(all: Notification[], quoted: Writing["quoted"] = new Map()): string[] {
  const shown = all.slice(0, MOST_LINES);
  const groups = Map.groupBy(shown, ({ account }) => account);
  const left = all.length - shown.length;
  return [
    ...[...groups].map(([account, those]) => {
      const lines = those.map((one) => `- ${sentenceOf(one)}${quote(quoted.get(one.eventId))}`);
      return [account ? inLetter(account) : "Your organisation", ...lines].join("\n");
    }),
    ...(left > 0 ? [`And ${left} more.`] : []),
  ];
}

function quote({ body }: Quoted = {}): string {
  return body ? `: "${oneLine(body, MOST_QUOTED)}${body.length > MOST_QUOTED ? "…" : ""}"` : "";
}

function plainLetter(one: Notification, { linkTo }: Writing): Letter {
  const said = sentenceOf(one);
  return {
    subject: one.account ? `${inLetter(one.account)}: ${said}` : said,
    paragraphs: [`${said}.`],
    button: { label: "Open in Thread", url: linkTo(placeOf(one)) },
    why: "",
  };
}

function whyOf(all: Notification[]): string {
  const reasons = [...new Set(all.map(({ reason }) => REASONS[reason]))];
  const said = reasons.length === 1
    ? reasons[0]
    : `${reasons.slice(0, -1).join(", ")} or ${reasons.at(-1)}`;
  return `You get this letter because ${said}.`;
}

const text = (value: unknown) => typeof value === "string" ? value : undefined;

type Write = (one: Notification, writing: Writing) => Letter | undefined;

const handover: Write = (one, { linkTo }) => {
  const facts = {
    account: one.account ?? text(one.data.name) ?? "An account",
    by: one.actor ?? "Thread",
    before: text(one.data.from),
    after: text(one.data.to),
    link: linkTo(placeOf(one)),
  };
  return one.reason === "received" ? accountReceivedLetter(facts) : accountPassedOnLetter(facts);
};

const asking = (one: Notification, { linkTo }: Writing) => ({
  account: one.account ?? "an account",
  by: one.actor ?? text(one.data.by) ?? "Thread",
  link: linkTo(placeOf(one)),
});

const fromCustomer = (one: Notification, { linkTo }: Writing) => ({
  name: one.actor ?? text(one.data.name) ?? "Somebody",
  account: one.account ?? "an account",
  link: linkTo(placeOf(one)),
});

/** What deserves more words than its line. Any other event is told by that line. */
const OWN_LETTERS: Record<string, Write> = {
  "account.csm_assigned": handover,
  "account.csm_transferred": handover,
  "account.csm_removed": handover,
  "handoff.asked": (one, writing) => handoffLetter(asking(one, writing)),
  "handoff.reminded": (one, writing) => {
    const days = Number(one.data.days) || undefined;
    return handoffReminderLetter({ ...asking(one, writing), ...(days && { days }) });
  },
  "handoff.submitted": (one, writing) =>
    one.reason === "csm" ? handedOverLetter(asking(one, writing)) : undefined,
  "run.failed": (one, { linkTo }) =>
    runFailedLetter({
      workflow: text(one.data.name) ?? "A workflow",
      account: one.account,
      step: text(one.data.step),
      why: text(one.data.why) ?? "",
      link: linkTo(placeOf(one)),
    }),
  "submission.sent": (one, writing) =>
    submittedLetter({ ...fromCustomer(one, writing), task: text(one.data.label) ?? "" }),
  "message.received": (one, writing) => {
    const { body, task } = writing.quoted.get(one.eventId) ?? {};
    return body ? customerWroteLetter({ ...fromCustomer(one, writing), body, task }) : undefined;
  },
};
