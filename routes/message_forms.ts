import { z } from "zod";
import { readPublicKey } from "../domain/messages/inbound_signatures.ts";

const MOST = 5000;

/** Of somebody of the organisation: to the portal, or by mail to whoever wrote the one it answers. */
export const staffMessageForm = z.strictObject({
  body: z.string("Write something.")
    .transform((typed) => typed.replaceAll(/\r\n?/g, "\n").trim())
    .pipe(
      z.string().min(1, "Write something.").max(MOST, "Use at most 5,000 characters.")
        .refine(
          (typed) => !/[^\P{Cc}\n\t]/u.test(typed),
          "There is an invisible character in this.",
        ),
    ),
  answers: z.union([z.uuid("Open the page again."), z.literal("")]).optional(),
});

export const assignmentForm = z.strictObject({ account_id: z.uuid("Choose an account.") });

const key = z.string().trim().max(1000, "Use at most 1,000 characters.")
  .refine((typed) => !/\p{Cc}/u.test(typed), "Use one line without control characters.");

const verificationKey = key.refine(
  (typed) => typed === "" || readPublicKey(typed) !== undefined,
  "This is not a verification key of SendGrid. Copy all of it.",
);

export const mailKeysForm = z.strictObject({
  sendgrid: verificationKey,
  sendgrid_events: verificationKey.default(""),
  mailgun: key.optional(),
  forget_mailgun: z.literal("yes").optional(),
});
