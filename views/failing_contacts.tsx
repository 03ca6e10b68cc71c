import type { Contact } from "../domain/accounts/contacts.ts";
import { Button } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";

type Failing = Pick<Contact, "id" | "name" | "email" | "failing_why" | "complained">;

/** Says to whom nothing is mailed by itself any more, and offers both ways out. */
export function FailingContacts(
  { accountId, contacts, mayChange }: {
    accountId: string;
    contacts: Failing[];
    mayChange: boolean;
  },
) {
  return (
    <>
      {contacts.map((contact) => (
        <Banner
          kind="warn"
          title={contact.complained
            ? `${contact.name} called our mail spam`
            : `Mail to ${contact.name} comes back`}
          action={mayChange && <WaysOut accountId={accountId} contact={contact} />}
        >
          {contact.complained
            ? `Nothing is mailed to ${contact.email} by itself any more, no reminder either.`
            : `${contact.email}: ${contact.failing_why}. Until that is put right, no reminder or ` +
              "summary goes there."}
        </Banner>
      ))}
    </>
  );
}

/** Who has a new address is written to there; the old one may work again. */
export function WaysOut(
  { accountId, contact: { id, name } }: {
    accountId: string;
    contact: Pick<Failing, "id" | "name">;
  },
) {
  const at = `/accounts/${accountId}/contacts/${id}`;
  return (
    <div class="ways-out">
      <a href={at}>
        Correct the address<span class="hidden">: {name}</span>
      </a>
      <form method="post" action={`${at}/failing/removal`}>
        <Button type="submit" kind="quiet" small>
          Try again<span class="hidden">: {name}</span>
        </Button>
      </form>
    </div>
  );
}
