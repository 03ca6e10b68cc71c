import type { WholeMail } from "../domain/messages/replies.ts";
import { Facts } from "./parts/page_header.tsx";
import { wholeTime } from "./parts/time.tsx";

/** A mail as it came in, with what it quotes and how it is signed. Only ever as text. */
export function WholeMailPage({ mail, timeZone }: { mail: WholeMail; timeZone: string }) {
  const sender = mail.fromName ? `${mail.fromName}, ${mail.fromAddress}` : mail.fromAddress;
  return (
    <>
      <Facts
        facts={[
          { label: "From", value: sender || "It does not say" },
          { label: "To", value: mail.recipient },
          { label: "Received", value: wholeTime(mail.receivedAt, timeZone) },
        ]}
      />
      <pre
        class="whole-mail"
        tabindex={0}
        aria-label="The whole mail"
      >{mail.text || "(empty)"}</pre>
    </>
  );
}
