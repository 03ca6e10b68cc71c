import { HOUSE, inOrg } from "../domain/base/db.ts";
import type { Letter } from "../domain/messages/identity_letters.ts";
import { postMail } from "../domain/messages/outbox.ts";
import type { Ctx } from "./env.ts";

/** Posts a letter about a person's way in. It belongs to the house: no organisation may read it. */
export async function postLetter(
  c: Ctx,
  to: { name?: string; address: string },
  { subject, text }: Letter,
  kind: "sign_in" | "notice" = "sign_in",
): Promise<void> {
  const actor = { kind: "system", cause: "request" } as const;
  const addressee = { name: to.name ?? "", address: to.address };
  await inOrg(
    c.var.house.db,
    HOUSE,
    actor,
    (tx) => postMail(tx, { class: kind, to: addressee, subject, text }),
  );
}

export function publicLink(c: Ctx, path: string): string {
  return new URL(path, c.var.house.settings.publicUrl).href;
}
