import { createPublicKey } from "node:crypto";
import type { MailHome } from "../base/outside.ts";
import type { Settings } from "../base/settings.ts";

/**
 * What other domains' records have to say so that mail from them may leave here. A mail service signs
 * for the addresses it was told of, so over one of those all mail comes from Thread's own address.
 */
export function mailHomeOf(settings: Settings): MailHome | undefined {
  const { smtpUrl, demo, mailFrom, mailSpf, dkim } = settings;
  if (!smtpUrl && !demo) return undefined;
  return {
    spf: mailSpf ?? `include:${mailFrom.slice(mailFrom.lastIndexOf("@") + 1)}`,
    ...(dkim && {
      dkim: {
        domain: dkim.domain,
        selector: dkim.selector,
        publicKey: publicKeyOf(dkim.privateKey),
      },
    }),
  };
}

/** As it stands behind "p=" in a DKIM record. */
function publicKeyOf(privateKey: string): string {
  const key = createPublicKey(privateKey.replaceAll("\\n", "\n"));
  return key.export({ format: "der", type: "spki" }).toString("base64");
}
