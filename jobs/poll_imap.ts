import { pollMailbox } from "../domain/messages/imap_polling.ts";
import type { Handler } from "./handler.ts";

export const pollImap: Handler<"poll_imap"> = (db, out, { signal }) => pollMailbox(db, out, signal);
