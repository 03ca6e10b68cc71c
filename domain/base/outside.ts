import type { ResolveDns } from "./dns.ts";
import type { MailAllowance } from "./mail_allowance.ts";
import type { SafeFetch } from "./safe_fetch.ts";

/**
 * Everything beyond the database that code may touch. Only `main.ts` makes the real one.
 * No function takes both an `OrgDb` and an `Outside`, so no row lock ever waits for the network.
 */
export interface Outside {
  fetch: typeof fetch;
  now: () => Date;
  secret: (name: string) => string | undefined;
  /** Where people reach Thread: what is written in the background links there. */
  publicUrl: URL;
  /** Asks name servers about a domain that an organisation calls its own. */
  resolveDns: ResolveDns;
  /** What the records of another domain have to say, so that mail from here is genuine there. */
  mailHome?: MailHome;
  /** For addresses that somebody typed. Absent where nothing may be called. */
  safeFetch?: SafeFetch;
  /** Absent where no mail may leave: then the outbox keeps it for the operator to read. */
  mail?: MailWire;
}

export interface MailHome {
  /** What an SPF record has to name, such as "include:spf.example.com". */
  spf: string;
  dkim?: { domain: string; selector: string; publicKey: string };
}

export interface MailWire {
  carrier: "smtp" | "api";
  /** Who may get mail from here; absent, everybody. */
  onlyTo?: MailAllowance;
  send(mail: OutgoingMail): Promise<MailAnswer>;
  close(): void;
}

export interface OutgoingMail {
  /** The same for every try, so that a receiver sees copies as one mail. */
  id: string;
  /** Written by Thread itself: nobody's holiday reply should come back. */
  automatic: boolean;
  fromName: string;
  /** Of the organisation's own domain; left out, the address of this install. */
  fromAddress?: string;
  replyTo: string | null;
  /** Where servers on its way send it back to; left out, to the sender's address. */
  bounceTo?: string;
  /** The Message-IDs of what it answers, and of all before that. */
  inReplyTo?: string;
  references?: readonly string[];
  to: { name: string; address: string };
  /** Plain addresses of further readers. Those in `bcc` stand in no header. */
  moreTo?: readonly string[];
  cc?: readonly string[];
  bcc?: readonly string[];
  subject: string;
  text: string;
  html: string | null;
  unsubscribeUrl: string | null;
  /** By which a reader's filters know everything that comes from one organisation. */
  list?: { id: string };
  date: Date;
}

/** What is known after a try. `words` are the server's own, shortened. */
export type MailAnswer =
  /** `missed` says for which of several readers the server did not take it. */
  | { kind: "accepted"; words: string; missed?: string }
  /** Certainly not taken. `again` says whether the same mail may be taken later. */
  | { kind: "refused"; words: string; again: boolean; afterSeconds?: number }
  /** The answer was lost after the whole mail had left: it may have been taken. */
  | { kind: "lost"; words: string };
