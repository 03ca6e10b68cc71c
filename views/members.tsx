import type { Member, MemberFilter, MemberPage } from "../domain/people/members.ts";
import { roleLabels, ROLES } from "../domain/people/roles.ts";
import { memberTabs } from "./invitations.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { Avatar } from "./parts/people.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface MembersProps {
  page: MemberPage;
  filter: MemberFilter;
  mayInvite: boolean;
  waiting: number;
}

export function Members({ page, filter, mayInvite, waiting }: MembersProps) {
  return (
    <>
      <Tabs
        label="Members"
        tabs={memberTabs(filter.deactivated ? "deactivated" : "active", mayInvite, waiting)}
      >
        <FilterBar
          action="/members"
          label="Filter by name or address"
          query={filter.q}
          clear={filter.q || filter.role ? address({ deactivated: filter.deactivated }) : undefined}
        >
          {filter.deactivated && <input type="hidden" name="state" value="deactivated" />}
          <RoleFilter role={filter.role} />
        </FilterBar>
      </Tabs>
      <div
        id="member-list"
        hx-get={address(filter)}
        hx-trigger="member from:#live throttle:2s"
        hx-select="#member-list"
        hx-swap="outerMorph"
      >
        {page.members.length > 0
          ? <MemberTable members={page.members} deactivated={filter.deactivated} />
          : <NoMembers filter={filter} mayInvite={mayInvite} />}
        <Pagination
          previous={page.previous &&
            address({ ...filter, after: undefined, before: page.previous })}
          next={page.next && address({ ...filter, before: undefined, after: page.next })}
        />
      </div>
    </>
  );
}

function RoleFilter({ role }: { role?: string }) {
  return (
    <>
      <select class="input select" name="role" aria-label="Role">
        <option value="">All roles</option>
        {ROLES.map((known) => (
          <option value={known.role} selected={known.role === role}>{known.label}</option>
        ))}
      </select>
      <button type="submit" class="button plain">Filter</button>
    </>
  );
}

function MemberTable({ members, deactivated }: { members: Member[]; deactivated?: boolean }) {
  const columns = [
    { label: "Name" },
    { label: "Address", wideOnly: true },
    { label: "Roles" },
    { label: deactivated ? "Deactivated" : "Joined", wideOnly: true },
  ];
  return (
    <Table caption="Members" columns={columns}>
      {members.map((member) => <MemberRow member={member} />)}
    </Table>
  );
}

export function MemberRow({ member }: { member: Member }) {
  return (
    <tr id={`member-${member.id}`}>
      <th scope="row">
        <span class="person-cell">
          <Avatar name={member.name} />
          <a href={`/members/${member.id}`}>{member.name}</a>
        </span>
      </th>
      <td class="wide-only">{member.email}</td>
      <td>{roleLabels(member.roles)}</td>
      <td class="wide-only">
        <RelativeTime at={member.deactivated_at ?? member.joined_at} />
      </td>
    </tr>
  );
}

function NoMembers({ filter, mayInvite }: { filter: MemberFilter; mayInvite: boolean }) {
  if (filter.q || filter.role) {
    const clear = address({ deactivated: filter.deactivated });
    return (
      <EmptyState
        title="Nobody matches"
        action={<LinkButton href={clear}>Clear the filter</LinkButton>}
      >
        The filter looks at the beginning of names, surnames and addresses.
      </EmptyState>
    );
  }
  if (filter.deactivated) {
    return (
      <EmptyState title="Nobody is deactivated">
        People who leave are deactivated, not deleted, so that the history keeps their name.
      </EmptyState>
    );
  }
  const invite = (
    <LinkButton kind="primary" href="/members/invitations/new">Invite somebody</LinkButton>
  );
  return <EmptyState title="Nobody is here" action={mayInvite ? invite : undefined} />;
}

function address(filter: MemberFilter): string {
  const query = new URLSearchParams();
  if (filter.deactivated) query.set("state", "deactivated");
  if (filter.q) query.set("q", filter.q);
  if (filter.role) query.set("role", filter.role);
  if (filter.after) query.set("after", filter.after);
  if (filter.before) query.set("before", filter.before);
  return query.size > 0 ? `/members?${query}` : "/members";
}
