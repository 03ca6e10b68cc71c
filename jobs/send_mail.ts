import { Upstream } from "../domain/base/errors.ts";
import type { Handler } from "./handler.ts";

export const sendMail: Handler<"send_mail"> = () =>
  Promise.reject(new Upstream("No way to send mail is set up", true));
