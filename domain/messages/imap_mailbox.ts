import { Refused } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";

/** A mailbox that is read where no provider delivers. */
export interface ImapMailbox {
  /** Names it in the database: who and where, without the password. */
  name: string;
  host: string;
  port: number;
  secure: boolean;
  /** Nothing is said before the connection is encrypted, except on this machine. */
  needsTls: boolean;
  user: string;
  password: string;
  folder: string;
  certificates?: string;
}

/** Reads `imaps://user:password@host:993/INBOX`, or nothing where the operator set none. */
export function mailboxOf({ secret }: Pick<Outside, "secret">): ImapMailbox | undefined {
  const setting = secret("INBOUND_IMAP_URL");
  if (!setting) return undefined;
  const url = URL.parse(setting);
  if (!url || !/^imaps?:$/.test(url.protocol)) {
    throw new Refused("INBOUND_IMAP_URL must look like imaps://user:password@host:993/INBOX");
  }
  const secure = url.protocol === "imaps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const user = decodeURIComponent(url.username);
  const folder = decodeURIComponent(url.pathname.slice(1)) || "INBOX";
  return {
    name: `${user}@${host}/${folder}`.slice(0, 200),
    host,
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    needsTls: !secure && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host),
    user,
    password: decodeURIComponent(url.password),
    folder,
    certificates: secret("SMTP_CA"),
  };
}
