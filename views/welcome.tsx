import type { OpenInvitation } from "../domain/people/joining.ts";
import { roleLabels } from "../domain/people/roles.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";

export interface WelcomeProps {
  person: { name: string; email: string };
  /** Organisations that the person is a member of, and has not chosen one of. */
  orgs: { id: string; name: string }[];
  invitations: OpenInvitation[];
  /** Somebody at the same company runs an organisation here. */
  company: "none" | "known" | "asked";
  form?: FormState;
  /** Of this form, so that it makes one organisation however often it is sent. */
  formToken: string;
  timeZone: string;
  timeZones: string[];
  refusal?: string;
}

export function Welcome(props: WelcomeProps) {
  const { orgs, invitations, company, refusal } = props;
  const hasOtherWay = orgs.length > 0 || invitations.length > 0 || company !== "none";
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      {orgs.length > 0 && <YourOrgs orgs={orgs} />}
      {invitations.map((invitation) => <InvitationForm invitation={invitation} />)}
      {company !== "none" && <Company email={props.person.email} asked={company === "asked"} />}
      {hasOtherWay && !props.form
        ? (
          <details class="front-more">
            <summary>Set up a new organisation instead</summary>
            <OrgForm {...props} />
          </details>
        )
        : <OrgForm {...props} />}
    </>
  );
}

function YourOrgs({ orgs }: { orgs: { id: string; name: string }[] }) {
  return (
    <section class="front-part">
      <h2>Your organisations</h2>
      <form method="post" action="/switch" class="stack">
        {orgs.map((org) => <Button type="submit" name="org" value={org.id} wide>{org.name}
        </Button>)}
      </form>
    </section>
  );
}

function InvitationForm({ invitation }: { invitation: OpenInvitation }) {
  const { orgId, id, orgName, roles } = invitation;
  return (
    <section class="front-part" id={`invitation-${id}`}>
      <h2>Join {orgName}</h2>
      <p class="muted">You are invited as {roleLabels(roles)}.</p>
      <form class="form" method="post" action={`/welcome/invitations/${orgId}/${id}`}>
        <Button type="submit" kind="primary" wide>Join {orgName}</Button>
      </form>
    </section>
  );
}

function Company({ email, asked }: { email: string; asked: boolean }) {
  const domain = email.split("@")[1];
  return (
    <section class="front-part">
      <h2>Your company is here already</h2>
      {asked
        ? (
          <p>
            The admins have been told that you ask for access. You get a letter if one of them
            invites you.
          </p>
        )
        : (
          <>
            <p>
              People at {domain}{" "}
              use Thread. We never let anybody in because of their address: an admin has to invite
              you. Ask them, or let us tell them that you are here.
            </p>
            <form method="post" action="/welcome/requests">
              <Button type="submit" kind="primary" wide>Ask for access</Button>
            </form>
          </>
        )}
    </section>
  );
}

function OrgForm(props: WelcomeProps) {
  const { form, formToken, timeZone, timeZones } = props;
  return (
    <form class="form" method="post" action="/welcome">
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="once" value={formToken} />
      <Field
        name="org"
        label="Organisation"
        form={form}
        required
        maxlength={120}
        autocomplete="organization"
        hint="The name of your company, as customers know it."
      />
      <Select
        name="time_zone"
        label="Time zone"
        form={form}
        value={timeZone}
        options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        hint="Working days and due dates are counted in it."
      />
      <Field
        name="support_email"
        type="email"
        label="Support address"
        form={form}
        required={false}
        maxlength={254}
        autocomplete="off"
        hint="Where your customers can write to. It can be added later."
      />
      <Button type="submit" kind="primary" wide>Create organisation</Button>
    </form>
  );
}

export function SignedInAs({ email }: { email: string }) {
  return (
    <form method="post" action="/sign-out">
      You are signed in as {email}. <Button type="submit" kind="quiet" small>Sign out</Button>
    </form>
  );
}
