import type { AccessRequest } from "../domain/people/access_requests.ts";
import type { Invitation } from "../domain/people/invitations.ts";
import { roleLabels } from "../domain/people/roles.ts";
import { RolesField } from "./member.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section, type Tab, Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export function memberTabs(current: string, mayInvite: boolean, waiting: number): Tab[] {
  const tabs = [
    { href: "/members", label: "Active", current: current === "active" },
    {
      href: "/members?state=deactivated",
      label: "Deactivated",
      current: current === "deactivated",
    },
  ];
  if (!mayInvite) return tabs;
  const count = waiting > 0 ? waiting : undefined;
  const current_ = current === "invitations";
  return [...tabs, {
    href: "/members/invitations",
    label: "Invitations",
    count,
    current: current_,
  }];
}

export interface InvitationsProps {
  invitations: Invitation[];
  requests: AccessRequest[];
  refusal?: string;
}

export function Invitations({ invitations, requests, refusal }: InvitationsProps) {
  return (
    <>
      <Tabs label="Members" tabs={memberTabs("invitations", true, requests.length)} />
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      {requests.length > 0 && <Requests requests={requests} />}
      {invitations.length > 0 ? <OpenInvitations invitations={invitations} /> : (
        <EmptyState
          title="No invitation is open"
          action={
            <LinkButton kind="primary" href="/members/invitations/new">Invite somebody</LinkButton>
          }
        >
          Invited people get a letter. It works once and for 14 days.
        </EmptyState>
      )}
    </>
  );
}

function Requests({ requests }: { requests: AccessRequest[] }) {
  return (
    <Section
      id="requests"
      title="Asking for access"
      lead="They proved their address and have no access. An address alone never gives any."
    >
      <Table
        caption="Requests for access"
        columns={[{ label: "Name" }, { label: "Address", wideOnly: true }, { label: "Asked" }, {
          label: "Answer",
          quiet: true,
        }]}
      >
        {requests.map((request) => (
          <tr>
            <th scope="row">{request.name || request.email}</th>
            <td class="wide-only">{request.email}</td>
            <td>
              <RelativeTime at={request.created_at} />
            </td>
            <RowActions>
              <LinkButton
                small
                href={`/members/invitations/new?email=${encodeURIComponent(request.email)}`}
              >
                Invite
              </LinkButton>
              <form method="post" action={`/members/requests/${request.id}/refusal`}>
                <Button small kind="quiet" type="submit">Decline</Button>
              </form>
            </RowActions>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function OpenInvitations({ invitations }: { invitations: Invitation[] }) {
  return (
    <Section title="Open invitations" lead="Each works once, for one address.">
      <InvitationTable invitations={invitations} />
    </Section>
  );
}

function InvitationTable({ invitations }: { invitations: Invitation[] }) {
  return (
    <Table
      caption="Open invitations"
      columns={[
        { label: "Address" },
        { label: "Roles", wideOnly: true },
        { label: "Invited by", wideOnly: true },
        { label: "State", wideOnly: true },
        { label: "Actions", quiet: true },
      ]}
    >
      {invitations.map((invitation) => (
        <tr id={`invitation-${invitation.id}`}>
          <th scope="row">
            {invitation.email}
            {invitation.state === "expired" && <span class="sub phone-only">Expired</span>}
          </th>
          <td class="wide-only">{roleLabels(invitation.roles)}</td>
          <td class="wide-only">{invitation.inviter}</td>
          <td class="wide-only">
            {invitation.state === "expired"
              ? <StatusLabel kind="warn">Expired</StatusLabel>
              : (
                <span>
                  Ends <RelativeTime at={invitation.expires_at} />
                </span>
              )}
          </td>
          <RowActions>
            <form method="post" action={`/members/invitations/${invitation.id}/letters`}>
              <Button small type="submit">Send again</Button>
            </form>
            <Revocation invitation={invitation} />
          </RowActions>
        </tr>
      ))}
    </Table>
  );
}

function Revocation({ invitation }: { invitation: Invitation }) {
  const id = `revoke-${invitation.id}`;
  return (
    <>
      <Button small kind="quiet" commandfor={id} command="show-modal">Revoke</Button>
      <ConfirmDialog
        id={id}
        title="Revoke this invitation?"
        confirm={
          <form method="post" action={`/members/invitations/${invitation.id}/revocation`}>
            <Button type="submit" kind="danger">Revoke</Button>
          </form>
        }
      >
        The link that {invitation.email} has stops working. You can invite them again later.
      </ConfirmDialog>
    </>
  );
}

export function InviteForm({ form, email }: { form?: FormState; email?: string }) {
  return (
    <form class="form" method="post" action="/members/invitations">
      <ErrorSummary errors={form?.errors} />
      <Field
        name="email"
        type="email"
        label="Email address"
        hint="The invitation is bound to this address: nobody else can use it."
        form={form}
        value={email}
        required
        autofocus={!form}
        autocomplete="off"
        maxlength={254}
      />
      <RolesField form={form} roles={["csm"]} />
      <FormActions>
        <Button type="submit" kind="primary">Send invitation</Button>
        <LinkButton kind="quiet" href="/members/invitations">Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
