import { z } from "zod";
import { DAYS } from "../domain/portal/sponsors.ts";
import { address, inWords, line } from "./portal_forms.ts";

export const delegationForm = inWords((words) =>
  z.strictObject({
    name: line(words, 120, words.t("team.nameMissing")),
    email: address(words),
    note: z.string().trim().max(1000, words.t("form.tooLong", { most: 1000 }))
      .refine((typed) => !/[^\P{Cc}\r\n\t]/u.test(typed), words.t("form.invisible"))
      .default(""),
  })
);

export const asksForm = inWords(({ t }) =>
  z.strictObject({
    contact: z.uuid(t("asks.mateMissing")),
    question: z.union(
      [z.string().max(40).transform((one) => [one]), z.array(z.string().max(40)).max(100)],
      t("form.chooseAgain"),
    ).optional().transform((chosen) => chosen ?? []),
  })
);

export const teammateRoleForm = inWords(({ t }) =>
  z.strictObject({ role: z.enum(["member", "viewer"], t("form.chooseAgain")) })
);

const days = z.string().regex(new RegExp(`^(${DAYS.join("|")})$`)).transform(Number);

export const sponsorForm = inWords((words) =>
  z.strictObject({
    label: line(words, 120, words.t("sponsors.whoMissing")),
    days: z.string(words.t("form.chooseAgain")).pipe(days),
  })
);
