import { z } from "zod";
import { readDomain, readMailDomain, readPortalHost } from "./domain_names.ts";
import { readEmail } from "./work_email.ts";

const typed = z.string("Enter a domain, such as portal.company.com.").max(500, "This is too long.");

/** One form for a portal's name, another for mail's address; `kind` says which was sent. */
export const domainForm = (ownHost: string) =>
  z.discriminatedUnion("kind", [portalHost(ownHost), mailAddress], "Open this page again.");

const portalHost = (ownHost: string) =>
  z.strictObject({
    kind: z.literal("portal"),
    host: typed.transform((text, context) => {
      const read = readPortalHost(text, ownHost);
      if (read.ok) return read.name;
      context.addIssue({ code: "custom", message: read.problem });
      return z.NEVER;
    }),
  });

const mailAddress = z.strictObject({
  kind: z.literal("mail"),
  address: z.string("Enter an address, such as onboarding@company.com.")
    .max(320, "This is too long.")
    .transform((text, context) => {
      const read = readEmail(text);
      const [mailbox = "", domain = ""] = read.ok ? read.email.split("@") : [];
      const checked = read.ok ? readMailDomain(domain) : read;
      if (checked.ok) return { mailbox, name: checked.name };
      context.addIssue({ code: "custom", message: checked.problem });
      return z.NEVER;
    }),
});

/** One domain a line, or with commas between them. */
const domainList = z.string().max(20_000, "This is too long.").transform((text, context) => {
  const read = text.split(/[\s,;]+/).filter(Boolean).map((one) =>
    readDomain(one.replace(/^@/, ""))
  );
  const wrong = read.find((one) => !one.ok);
  const names = [...new Set(read.flatMap((one) => one.ok ? [one.name] : []))];
  if (!wrong && names.length <= 200) return names;
  const message = wrong && !wrong.ok ? wrong.problem : "List at most 200 domains.";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

export const invitesForm = z.strictObject({
  version: z.string("Open this page again.").regex(/^\d{1,9}$/, "Open this page again.")
    .transform(Number),
  invites: z.enum(["anyone", "listed"], "Choose one of them."),
  domains: domainList.default([]),
});
