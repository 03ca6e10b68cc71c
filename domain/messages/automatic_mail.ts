import type { ReadMail } from "./inbound_reading.ts";

/** How a machine's answer begins its subject, in the languages that customers write. */
const SUBJECT =
  /^(\[?auto(matic|mated)?[ -]?(reply|response|answer)|auto:|out[ -]of[ -](the[ -])?office|automatische (antwort|r\u00fcckmeldung)|abwesenheit|abwesend|(ich bin )?nicht im (b\u00fcro|haus)|r\u00e9ponse automatique|absence du bureau|absent du bureau|message d['\u2019]absence|respuesta autom\u00e1tica|fuera de (la )?oficina|ausencia|resposta autom\u00e1tica|aus\u00eancia|fora do escrit\u00f3rio|risposta automatica|fuori sede)/i;

/** Why a mail is taken for a machine's, in words; nothing where a person may have written it. */
export function whyAutomatic(mail: ReadMail): string | undefined {
  const line = (name: string) => mail.headers.find(([key]) => key === name)?.[1].trim() ?? "";
  const submitted = line("auto-submitted");
  if (submitted && !/^no\b/i.test(submitted)) return "Its sender marks it as automatic.";
  if (/^(bulk|junk|list|auto_reply)$/i.test(line("precedence"))) {
    return "It is marked as a mass mail.";
  }
  if (["x-autoreply", "x-autorespond", "x-auto-reply-from"].some((name) => line(name) !== "")) {
    return "Its sender marks it as an automatic answer.";
  }
  if (mail.returnPath === "") return "It comes from a server, not from a person.";
  if (/^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@/i.test(mail.from?.address ?? "")) {
    return "It comes from an address that nobody reads.";
  }
  if (isCalendarAnswer(mail)) return "It answers an invitation in a calendar.";
  if (SUBJECT.test(mail.subject)) return "Its subject is one of an automatic answer.";
}

function isCalendarAnswer({ attachments }: ReadMail): boolean {
  return attachments.some(({ type, bytes }) =>
    type === "text/calendar" &&
    /^METHOD:\s*(REPLY|COUNTER)\s*$/im.test(new TextDecoder().decode(bytes.subarray(0, 4096)))
  );
}
