import type { Child } from "hono/jsx";
import type { Activity } from "../domain/people/activity.ts";
import type { Member } from "../domain/people/members.ts";
import { roleLabels, ROLES } from "../domain/people/roles.ts";
import { Happenings } from "./activity.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { CheckboxGroup } from "./parts/choices.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { wholeTime } from "./parts/time.tsx";

export interface MemberViewProps {
  member: Member;
  history: Activity[];
  timeZone: string;
  isSelf: boolean;
  mayChange: boolean;
  grantedBy: string;
  /** Why the last press was refused. */
  refusal?: string;
  /** Who is told when their work is late for long, and who could be. */
  lead?: Pick<Member, "id" | "name">;
  leads: Pick<Member, "id" | "name">[];
}

export function MemberView(props: MemberViewProps) {
  const { member, history, timeZone, mayChange, grantedBy, refusal, lead } = props;
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <Facts
        facts={[
          { label: "Address", value: <a href={`mailto:${member.email}`}>{member.email}</a> },
          { label: "Roles", value: roleLabels(member.roles) },
          { label: "Joined", value: wholeTime(member.joined_at, timeZone) },
          { label: "Lead", value: lead?.name ?? "Everybody with the role of a leader" },
        ]}
      />
      {!mayChange && <p class="section muted">Roles and access are changed by {grantedBy}.</p>}
      {mayChange && !member.deactivated_at && <LeadForm {...props} />}
      {mayChange && !member.deactivated_at && (
        <Section
          title="Days off"
          lead="Days on which no workflow gives them an account."
          actions={<LinkButton href={`/members/${member.id}/days-off`}>Their days off</LinkButton>}
        />
      )}
      {mayChange && <SignInHelp member={member} />}
      <Section title="History" lead="What happened to this membership, newest first.">
        {history.length > 0
          ? <Happenings events={history} timeZone={timeZone} />
          : <p class="muted">Nothing has been recorded yet.</p>}
      </Section>
    </>
  );
}

export function MemberStatus({ member }: { member: Member }): Child {
  return member.deactivated_at
    ? <StatusLabel kind="none" chip>Deactivated</StatusLabel>
    : <StatusLabel kind="ok" chip>Active</StatusLabel>;
}

export function MemberActions({ member }: { member: Member }) {
  const at = `/members/${member.id}`;
  if (member.deactivated_at) {
    return (
      <>
        <Button kind="primary" commandfor="reactivate" command="show-modal">Reactivate</Button>
        <ConfirmDialog
          id="reactivate"
          title={`Reactivate ${member.name}?`}
          confirm={
            <form method="post" action={`${at}/reactivation`}>
              <input type="hidden" name="version" value={String(member.version)} />
              <Button type="submit" kind="primary">Reactivate</Button>
            </form>
          }
        >
          {member.name} can sign in again and has the roles of before: {roleLabels(member.roles)}.
        </ConfirmDialog>
      </>
    );
  }
  return (
    <>
      <LinkButton href={`${at}/roles`}>Change roles</LinkButton>
      <LinkButton href={`${at}/deactivation`}>Deactivate</LinkButton>
    </>
  );
}

function LeadForm({ member, lead, leads }: MemberViewProps) {
  const all = lead && !leads.some(({ id }) => id === lead.id) ? [lead, ...leads] : leads;
  return (
    <Section
      title="Lead"
      lead={`Who is told when work of ${member.name} is overdue, or waits for a review, for long.`}
    >
      <form class="row" method="post" action={`/members/${member.id}/lead`}>
        <select class="input select" name="lead_id" aria-label="Lead">
          <option value="">Everybody with the role of a leader</option>
          {all.map(({ id, name }) => <option value={id} selected={id === lead?.id}>{name}</option>)}
        </select>
        <Button type="submit">Save</Button>
      </form>
    </Section>
  );
}

function SignInHelp({ member }: { member: Member }) {
  if (member.deactivated_at) return null;
  return (
    <Section title="Sign-in help" lead="For somebody who cannot get in or has lost their password.">
      <Button commandfor="sign-in-help" command="show-modal">Send sign-in help</Button>
      <ConfirmDialog
        id="sign-in-help"
        title={`Send sign-in help to ${member.name}?`}
        confirm={
          <form method="post" action={`/members/${member.id}/sign-in-help`}>
            <Button type="submit" kind="primary">Send</Button>
          </form>
        }
      >
        {member.email}{" "}
        gets a letter to set a new password with. You do not see the password, and the one of now
        works until a new one is set.
      </ConfirmDialog>
    </Section>
  );
}

export function RolesPage(
  { member, form, isSelf }: { member: Member; form?: FormState; isSelf: boolean },
) {
  return (
    <form class="form" method="post" action={`/members/${member.id}/roles`}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(member.version)} />
      <RolesField form={form} roles={member.roles} />
      <p class="hint">
        {isSelf ? "You keep the pages you have open until you load them again. " : ""}
        The change takes effect with {isSelf ? "your" : `${member.name}'s`}{" "}
        next page and is kept in the history.
      </p>
      <FormActions>
        <Button type="submit" kind="primary">Save roles</Button>
        <LinkButton kind="quiet" href={`/members/${member.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

export function RolesField({ form, roles }: { form?: FormState; roles?: string[] }) {
  return (
    <CheckboxGroup
      name="roles"
      label="Roles"
      hint="One person can have several."
      form={form}
      values={roles}
      options={ROLES.map(({ role, label, does }) => ({ value: role, label, hint: does }))}
    />
  );
}

export function DeactivationPage({ member, refusal }: { member: Member; refusal?: string }) {
  return (
    <form class="form" method="post" action={`/members/${member.id}/deactivation`}>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <input type="hidden" name="version" value={String(member.version)} />
      <ul class="says">
        <li>{member.name} is signed out of this organisation at once, on every device.</li>
        <li>They cannot sign in to it until an admin reactivates them.</li>
        <li>What they did stays, with their name, in every history.</li>
        <li>Their other organisations are not touched.</li>
      </ul>
      <FormActions>
        <Button type="submit" kind="danger">Deactivate {member.name}</Button>
        <LinkButton kind="quiet" href={`/members/${member.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
