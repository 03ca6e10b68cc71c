import { readNameServer } from "./dns.ts";
import { Refused } from "./errors.ts";
import { isMailAllowance, type MailAllowance, readMailAllowance } from "./mail_allowance.ts";

export interface Settings {
  /** `task start` listens on this machine only: its demo people have a known password. */
  host: string;
  port: number;
  /** Where people reach Thread; https makes cookies Secure and plain HTTP redirect. */
  publicUrl: URL;
  databaseUrl?: string;
  migrationDatabaseUrl?: string;
  databasePool: number;
  dataDir: string;
  secretKeys?: string;
  smtpUrl?: string;
  /** Certificates to trust for the mail server beside the public ones, in PEM. */
  smtpCa?: string;
  mailApiUrl?: string;
  mailApiToken?: string;
  mailFrom: string;
  /** Mail to anybody else is kept. */
  mailAllow: MailAllowance;
  dkim?: { domain: string; selector: string; privateKey: string };
  /** What the SPF record of an organisation's own domain has to name. */
  mailSpf?: string;
  /** Which name server is asked about such domains, in place of the machine's own. */
  dnsServer?: { ipAddr: string; port: number };
  /** Whose mail comes to Thread: answers of customers go there. */
  inboundMailDomain?: string;
  /** Where Thread's own calls come from, for services that let in only who they know. */
  outgoingAddresses: string[];
  /** Who helps people that cannot sign in; shown on every page before sign-in. */
  supportEmail?: string;
  trustedProxyHeader?: string;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Deno itself reads OTEL_DENO; Thread adds its own measures where it is on. */
  telemetry: boolean;
  /** Started by `task start`: demo organisation, outbox page, style guide. */
  demo: boolean;
}

export type Environment = Record<string, string | undefined>;

/** Reads every setting at once, so that one start names every problem. An empty one is unset. */
export function readSettings(environment: Environment, demo: boolean): Settings {
  const env: Environment = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ""),
  );
  const problems: string[] = [];
  const complain = (name: string, wants: string) => {
    problems.push(`${name} ${wants}`);
  };
  const port = wholeNumber(env.PORT ?? "8000", 0, 65535);
  if (port === undefined) complain("PORT", "must be a number from 0 to 65535");
  // Beside the Postgres of its own, one machine has few cores, and each connection costs memory.
  const pool = wholeNumber(env.DATABASE_POOL ?? (env.DATABASE_URL ? "10" : "6"), 1, 200);
  if (pool === undefined) complain("DATABASE_POOL", "must be a number from 1 to 200");
  for (const name of ["DATABASE_URL", "MIGRATION_DATABASE_URL"]) {
    if (env[name] && !hasScheme(env[name], "postgres:", "postgresql:")) {
      complain(name, "must look like postgres://user:password@host:5432/thread");
    }
  }
  if (env.SMTP_URL && !hasScheme(env.SMTP_URL, "smtp:", "smtps:")) {
    complain("SMTP_URL", "must look like smtps://user:password@host:465");
  }
  if (env.MAIL_API_URL && !hasScheme(env.MAIL_API_URL, "https:", "http:")) {
    complain("MAIL_API_URL", "must be a web address");
  }
  if (env.OPENAI_BASE_URL && !hasScheme(env.OPENAI_BASE_URL, "https:", "http:")) {
    complain("OPENAI_BASE_URL", "must be a web address such as https://ai.example.com/v1");
  }
  if (env.OPENAI_BASE_URL && !env.OPENAI_MODEL) {
    complain("OPENAI_MODEL", "is missing: the name by which OPENAI_BASE_URL knows its model");
  }
  const mailAllow = readMailAllowance(env);
  if (!isMailAllowance(mailAllow)) {
    complain("MAIL_ALLOW", "must be addresses and domains such as ann@acme.com, example.com");
  }
  if (env.INBOUND_MAIL_DOMAIN && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(env.INBOUND_MAIL_DOMAIN)) {
    complain("INBOUND_MAIL_DOMAIN", "must be a domain such as in.example.com");
  }
  if (env.INBOUND_BOUNCES && env.INBOUND_BOUNCES !== "off") {
    complain("INBOUND_BOUNCES", "knows only off");
  }
  if (env.INBOUND_IMAP_URL && !hasScheme(env.INBOUND_IMAP_URL, "imap:", "imaps:")) {
    complain("INBOUND_IMAP_URL", "must look like imaps://user:password@host:993/INBOX");
  }
  const publicUrl = URL.parse(env.PUBLIC_URL ?? `http://127.0.0.1:${port ?? 8000}`);
  if (!publicUrl || !/^https?:$/.test(publicUrl.protocol)) {
    complain("PUBLIC_URL", "must be a web address such as https://thread.example.com");
  }
  const level = env.LOG_LEVEL ?? "info";
  if (!isLevel(level)) complain("LOG_LEVEL", "must be debug, info, warn or error");
  if (!env.DATABASE_URL && (!demo || env.MIGRATION_DATABASE_URL)) {
    complain("DATABASE_URL", "is missing");
  }
  if (!demo && !env.THREAD_SECRET_KEYS) {
    complain(
      "THREAD_SECRET_KEYS",
      "is missing (for example k1: followed by 32 random bytes in base64)",
    );
  }
  const dkimParts = [env.DKIM_DOMAIN, env.DKIM_SELECTOR, env.DKIM_PRIVATE_KEY];
  if (dkimParts.some(Boolean) && !dkimParts.every(Boolean)) {
    complain("DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY", "must be set together");
  }
  const dnsServer = env.DNS_SERVER ? readNameServer(env.DNS_SERVER) : undefined;
  if (env.DNS_SERVER && !dnsServer) complain("DNS_SERVER", "must look like 192.0.2.53 or [::1]:53");
  if (env.MAIL_SPF && !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(env.MAIL_SPF)) {
    complain("MAIL_SPF", "must be what an SPF record names, such as include:spf.example.com");
  }
  const outgoing = (env.OUTGOING_ADDRESSES ?? "").split(/[\s,]+/).filter(Boolean);
  if (!outgoing.every(isAddress)) {
    complain("OUTGOING_ADDRESSES", "must be addresses such as 192.0.2.10, 2001:db8::/64");
  }
  const telemetry = env.OTEL_DENO === "true";
  if (telemetry && tellsAddresses(env)) {
    complain(
      "OTEL_DENO",
      "needs OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=1, because Deno's spans hold whole addresses and with them the tokens of mailed links",
    );
  }
  if (problems.length > 0) throw new Refused(problems.join("; "));
  return {
    host: env.HOST ?? (demo ? "127.0.0.1" : "0.0.0.0"),
    port: port!,
    publicUrl: publicUrl!,
    databaseUrl: env.DATABASE_URL,
    migrationDatabaseUrl: env.MIGRATION_DATABASE_URL,
    databasePool: pool!,
    dataDir: env.THREAD_DATA_DIR ?? ".data",
    secretKeys: env.THREAD_SECRET_KEYS,
    smtpUrl: env.SMTP_URL,
    smtpCa: env.SMTP_CA,
    mailApiUrl: env.MAIL_API_URL,
    mailApiToken: env.MAIL_API_TOKEN,
    mailFrom: env.MAIL_FROM ?? `thread@${publicUrl!.hostname}`,
    mailAllow,
    dkim: dkimParts.every(Boolean)
      ? {
        domain: env.DKIM_DOMAIN!,
        selector: env.DKIM_SELECTOR!,
        privateKey: env.DKIM_PRIVATE_KEY!,
      }
      : undefined,
    mailSpf: env.MAIL_SPF,
    dnsServer,
    inboundMailDomain: env.INBOUND_MAIL_DOMAIN,
    outgoingAddresses: outgoing,
    supportEmail: env.SUPPORT_EMAIL ?? (demo ? "support@acme-cloud.example" : undefined),
    trustedProxyHeader: env.TRUSTED_PROXY_HEADER,
    logLevel: level as Settings["logLevel"],
    telemetry,
    demo,
  };
}

/** Deno Deploy lets nobody set OTEL_ variables, and keeps its spans to itself. */
function tellsAddresses(env: Environment): boolean {
  return env.OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT !== "1" && env.OTEL_DENO_TRACING !== "false" &&
    env.DENO_DEPLOY !== "true";
}

function wholeNumber(text: string, from: number, to: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= from && value <= to ? value : undefined;
}

function hasScheme(text: string, ...schemes: string[]): boolean {
  return schemes.includes(URL.parse(text)?.protocol ?? "");
}

/** One address, or a range of them. */
function isAddress(text: string): boolean {
  return /^(\d{1,3}(\.\d{1,3}){3}|(?=.*:)[0-9a-f:]{2,39})(\/\d{1,3})?$/i.test(text);
}

const isLevel = (text: string) => ["debug", "info", "warn", "error"].includes(text);
