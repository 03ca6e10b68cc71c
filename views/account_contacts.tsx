import type { Contact } from "../domain/accounts/contacts.ts";
import type { PortalAccess } from "../domain/accounts/portal_access.ts";
import { AccountTabs } from "./account.tsx";
import { FailingContacts, WaysOut } from "./failing_contacts.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ContactsProps {
  accountId: string;
  contacts: Contact[];
  /** By contact, of those who were ever let into the portal. */
  access: Map<string, PortalAccess>;
  timeZone: string;
  mayChange: boolean;
  form?: FormState;
  refusal?: string;
}

export function Contacts(props: ContactsProps) {
  const { accountId, contacts, mayChange, form, refusal } = props;
  const at = `/accounts/${accountId}/contacts`;
  return (
    <>
      <AccountTabs id={accountId} current="/contacts" />
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      {contacts.length > 0
        ? <ContactTable {...props} at={at} />
        : (
          <EmptyState title="No contacts yet">
            The first one is the primary contact: mail goes there unless somebody else is named.
          </EmptyState>
        )}
      <Section
        title="Pages to read"
        lead="For an executive of the customer who wants to know how it goes, and never signs in."
        actions={<LinkButton href={`/accounts/${accountId}/sponsors`}>Open the pages</LinkButton>}
      />
      {mayChange && (
        <Section title="Add a contact">
          <form class="form" method="post" action={at}>
            <ErrorSummary errors={form?.errors} />
            <ContactFields form={form} />
            <FormActions>
              <Button type="submit" kind="primary">Add contact</Button>
            </FormActions>
          </form>
        </Section>
      )}
    </>
  );
}

function ContactTable(
  { at, contacts, access, timeZone, mayChange }: ContactsProps & { at: string },
) {
  return (
    <Table
      caption="Contacts"
      columns={[
        { label: "Name" },
        { label: "Address" },
        { label: "Title", wideOnly: true },
        { label: "Phone", wideOnly: true },
        { label: "Portal" },
        ...(mayChange ? [{ label: "Change", quiet: true }] : []),
      ]}
      still={!mayChange}
    >
      {contacts.map((contact) => (
        <tr id={`contact-${contact.id}`}>
          <th scope="row">
            {mayChange ? <a href={`${at}/${contact.id}`}>{contact.name}</a> : contact.name}
            {contact.is_primary && <StatusLabel kind="ok" chip>Primary</StatusLabel>}
          </th>
          <td>
            <a href={`mailto:${contact.email}`}>{contact.email}</a>
            {contact.failing_since && (
              <>
                <StatusLabel kind="bad">
                  {contact.complained
                    ? contact.failing_why
                    : `Mail comes back: ${contact.failing_why}`}
                </StatusLabel>
                {mayChange && <WaysOut accountId={contact.account_id} contact={contact} />}
              </>
            )}
          </td>
          <td class="wide-only">{contact.job_title}</td>
          <td class="wide-only">{contact.phone}</td>
          <td>
            <PortalLabel access={access.get(contact.id)} timeZone={timeZone} />
            <Scope access={access.get(contact.id)} />
          </td>
          {mayChange && (
            <RowActions>
              <form method="post" action={`${at}/${contact.id}/portal-invitations`}>
                <Button type="submit" kind="quiet" small>
                  {access.has(contact.id) ? "Invite again" : "Invite to the portal"}
                  <span class="hidden">: {contact.name}</span>
                </Button>
              </form>
              {!contact.is_primary && (
                <form method="post" action={`${at}/${contact.id}/primary`}>
                  <Button
                    type="submit"
                    kind="quiet"
                    small
                    aria-label={`Make primary: ${contact.name}`}
                  >
                    Make primary
                  </Button>
                </form>
              )}
            </RowActions>
          )}
        </tr>
      ))}
    </Table>
  );
}

function PortalLabel({ access, timeZone }: { access?: PortalAccess; timeZone: string }) {
  if (!access) return <span class="muted">Not invited</span>;
  switch (access.state) {
    case "seen":
      return (
        <StatusLabel kind="ok">
          Seen <RelativeTime at={access.seenAt!} timeZone={timeZone} />
        </StatusLabel>
      );
    case "invited":
      return (
        <StatusLabel kind="info">
          Invited <RelativeTime at={access.invitedAt} timeZone={timeZone} />
        </StatusLabel>
      );
    case "expired":
      return <StatusLabel kind="warn">Invitation expired</StatusLabel>;
    case "ended":
      return <StatusLabel kind="none">Access ended</StatusLabel>;
  }
}

function Scope({ access }: { access?: PortalAccess }) {
  if (!access || access.role === "member" || access.state === "ended") return null;
  return <div class="muted">{access.role === "viewer" ? "Reads only" : "One task only"}</div>;
}

export function ContactPage(
  { contact, access, form }: { contact: Contact; access?: PortalAccess; form?: FormState },
) {
  const at = `/accounts/${contact.account_id}/contacts`;
  return (
    <>
      {contact.failing_since && (
        <FailingContacts accountId={contact.account_id} contacts={[contact]} mayChange />
      )}
      <form class="form" method="post" action={`${at}/${contact.id}`}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(contact.version)} />
        <ContactFields form={form} contact={contact} />
        <FormActions>
          <Button type="submit" kind="primary">Save contact</Button>
          <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
        </FormActions>
      </form>
      <Section
        title="Customer portal"
        lead="A letter leads them there; they sign in by a link to their address, or by a password that they set there. When the address is corrected, letters to the old one lead nowhere."
      >
        <div class="form-actions">
          <form method="post" action={`${at}/${contact.id}/portal-invitations`}>
            <Button type="submit">{access ? "Invite again" : "Invite to the portal"}</Button>
          </form>
          {access && access.state !== "ended" && (
            <form method="post" action={`${at}/${contact.id}/portal-role`}>
              <input
                type="hidden"
                name="role"
                value={access.role === "member" ? "viewer" : "member"}
              />
              <Button type="submit">
                {access.role === "member"
                  ? "Let them only read"
                  : access.role === "viewer"
                  ? "Let them answer"
                  : "Let them see everything"}
              </Button>
            </form>
          )}
          {access && access.state !== "ended" && (
            <form method="post" action={`${at}/${contact.id}/portal-access/removal`}>
              <Button type="submit" kind="danger">End their access at once</Button>
            </form>
          )}
        </div>
      </Section>
      <Section
        title="Remove contact"
        lead="Their name stays in the history of the account. The portal is closed to them at once."
      >
        <form method="post" action={`${at}/${contact.id}/removal`}>
          <Button type="submit" kind="danger">Remove {contact.name}</Button>
        </form>
      </Section>
    </>
  );
}

function ContactFields({ form, contact }: { form?: FormState; contact?: Contact }) {
  return (
    <>
      <Field
        name="name"
        label="Name"
        form={form}
        value={contact?.name}
        required
        maxlength={120}
        autocomplete="off"
      />
      <Field
        name="email"
        type="email"
        label="Address"
        form={form}
        value={contact?.email}
        required
        maxlength={320}
        autocomplete="off"
      />
      <Field
        name="job_title"
        label="Title"
        form={form}
        value={contact?.job_title ?? ""}
        required={false}
        maxlength={120}
      />
      <Field
        name="phone"
        type="tel"
        label="Phone"
        form={form}
        value={contact?.phone ?? ""}
        required={false}
        maxlength={40}
        autocomplete="off"
      />
    </>
  );
}
