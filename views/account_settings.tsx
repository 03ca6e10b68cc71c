import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import type { Collaborator } from "../domain/accounts/collaborators.ts";
import { AccountTabs, type MayOnAccount } from "./account.tsx";
import { AccountChannel, type AccountChannelProps } from "./account_channel.tsx";
import { AccountReminders } from "./account_reminders.tsx";
import { AccountDays, type AccountDaysProps } from "./account_days.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import type { FormState } from "./parts/fields.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";

export interface AccountSettingsProps {
  account: AccountWithPeople;
  collaborators: Collaborator[];
  members: { id: string; name: string }[];
  may: MayOnAccount;
  grantedBy: string;
  form?: FormState;
  refusal?: string;
  /** When the customer works. */
  calendar: AccountDaysProps;
  reminders: Parameters<typeof AccountReminders>[0];
  channel: AccountChannelProps;
}

export function AccountSettings(props: AccountSettingsProps) {
  const { account, may, grantedBy, refusal } = props;
  return (
    <>
      <AccountTabs id={account.id} current="/settings" />
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <Collaborators {...props} />
      <AccountDays {...props.calendar} />
      <AccountChannel {...props.channel} />
      <AccountReminders {...props.reminders} />
      {!may.archive && <p class="section muted">These settings are changed by {grantedBy}.</p>}
      {may.change && !account.archived_at && <TestAccount account={account} />}
      {may.archive && !account.archived_at && <Merging account={account} />}
      {may.archive && <Archival account={account} />}
    </>
  );
}

function Collaborators({ account, collaborators, members, may, form }: AccountSettingsProps) {
  const at = `/accounts/${account.id}/collaborators`;
  const others = members.filter(({ id }) => !collaborators.some((one) => one.id === id));
  const error = form?.errors.member_id;
  return (
    <Section title="Collaborators" lead="They work on this account beside its CSM.">
      {collaborators.length === 0 && <p class="muted">Nobody yet.</p>}
      <ul class="stack">
        {collaborators.map(({ id, name, job_title }) => (
          <li class="row">
            <span>
              {name} {job_title && <span class="muted">{job_title}</span>}
            </span>
            {may.assign && (
              <form method="post" action={`${at}/${id}/removal`}>
                <Button type="submit" kind="quiet" small aria-label={`Remove ${name}`}>
                  Remove
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {may.assign && !account.archived_at && others.length > 0 && (
        <form class="row" method="post" action={at}>
          <select
            class="input select"
            name="member_id"
            id="field-member_id"
            aria-label="Collaborator"
            aria-invalid={error ? "true" : undefined}
          >
            <option value="">Choose somebody</option>
            {others.map(({ id, name }) => <option value={id}>{name}</option>)}
          </select>
          <Button type="submit">Add collaborator</Button>
          {error && <p class="field-error" role="alert">{error}</p>}
        </form>
      )}
    </Section>
  );
}

function TestAccount({ account }: { account: AccountWithPeople }) {
  return (
    <Section
      title="Test account"
      lead={account.test
        ? "Nothing leaves this account to real addresses."
        : "A test account is worked through like any other, and nothing leaves it to real addresses."}
    >
      <form method="post" action={`/accounts/${account.id}/test`}>
        <input type="hidden" name="version" value={String(account.version)} />
        {!account.test && <input type="hidden" name="test" value="on" />}
        <Button type="submit">
          {account.test ? "Make it a real account" : "Make it a test account"}
        </Button>
      </form>
    </Section>
  );
}

function Merging({ account }: { account: AccountWithPeople }) {
  return (
    <Section
      title="Merge with another account"
      lead="For a company that is here twice. You see both side by side before anything happens."
    >
      <LinkButton href={`/accounts/${account.id}/merge`}>Find the other account</LinkButton>
    </Section>
  );
}

function Archival({ account }: { account: AccountWithPeople }) {
  const archived = Boolean(account.archived_at);
  const noun = archived ? "restoration" : "archival";
  return (
    <Section
      title={archived ? "Restore account" : "Archive account"}
      lead={archived
        ? "It stands in the lists again, with all it holds."
        : "It leaves the lists and nothing more is sent. All it holds is kept, and it can be restored."}
    >
      <form method="post" action={`/accounts/${account.id}/${noun}`}>
        <input type="hidden" name="version" value={String(account.version)} />
        <Button type="submit" kind={archived ? "primary" : "danger"}>
          {archived ? "Restore account" : "Archive account"}
        </Button>
      </form>
    </Section>
  );
}
