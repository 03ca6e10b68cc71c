import type { Handlers } from "./handler.ts";
import { rewrapVault } from "./rewrap_vault.ts";
import { sealOrgEvents } from "./seal_events.ts";
import { sendMail } from "./send_mail.ts";

/** What is done for each kind of job. */
export const handlers: Handlers = {
  send_mail: sendMail,
  seal_events: sealOrgEvents,
  rewrap_vault: rewrapVault,
};
