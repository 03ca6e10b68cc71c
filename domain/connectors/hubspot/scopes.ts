/** Everything that is asked for. All of it reads, and each is one that a call of ours needs. */
export const SCOPES: { scope: string; why: string }[] = [
  { scope: "oauth", why: "to be let in at all, and to know the account's currency and time zone" },
  { scope: "crm.objects.deals.read", why: "deals, their pipelines and stages" },
  { scope: "crm.objects.companies.read", why: "the company of a deal" },
  { scope: "crm.objects.contacts.read", why: "its contacts, and the notes about them" },
  { scope: "crm.objects.owners.read", why: "who owns the deal" },
  { scope: "crm.schemas.deals.read", why: "which fields deals have, for the mapping" },
  { scope: "crm.schemas.companies.read", why: "which fields companies have" },
  { scope: "crm.schemas.contacts.read", why: "which fields contacts have" },
];
