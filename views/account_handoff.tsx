import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import type { HandoffTemplate } from "../domain/onboarding/handoff_templates.ts";
import { AccountTabs } from "./account.tsx";
import { type HandoffProps, HandoffRead, HandoffStatus } from "./handoff.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Facts } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface AccountHandoffProps {
  account: AccountWithPeople;
  details?: HandoffProps;
  mayAsk: boolean;
}

export function AccountHandoff({ account, details, mayAsk }: AccountHandoffProps) {
  return (
    <>
      <AccountTabs id={account.id} current="/handoff" />
      {details
        ? <HandoffOfAccount {...details} mayAsk={mayAsk} />
        : <NoHandoff account={account} mayAsk={mayAsk} />}
    </>
  );
}

function NoHandoff({ account, mayAsk }: Omit<AccountHandoffProps, "details">) {
  const at = `/accounts/${account.id}/handoff/new`;
  return (
    <EmptyState
      title="No handoff yet"
      action={mayAsk && <LinkButton kind="primary" href={at}>Trigger set-up</LinkButton>}
    >
      The account executive is asked what was sold, to whom and with which promises. The answers are
      drafted from what is noted here, and they correct them.
    </EmptyState>
  );
}

function HandoffOfAccount(props: HandoffProps & { mayAsk: boolean }) {
  const { handoff, timeZone, mayAsk } = props;
  const open = handoff.state === "writing" || handoff.state === "open";
  return (
    <>
      <Facts
        facts={[
          { label: "State", value: <HandoffStatus state={handoff.state} /> },
          { label: "Questions", value: handoff.template_name },
          { label: "Account executive", value: handoff.ae },
          { label: "Asked", value: <RelativeTime at={handoff.asked_at} timeZone={timeZone} /> },
          ...(handoff.submitted_at
            ? [{
              label: "Submitted",
              value: <RelativeTime at={handoff.submitted_at} timeZone={timeZone} />,
            }]
            : []),
        ]}
      />
      {open && (
        <div class="form-actions">
          <LinkButton href={`/handoffs/${handoff.id}`}>Open the handoff</LinkButton>
          {mayAsk && (
            <form method="post" action={`/handoffs/${handoff.id}/cancellation`}>
              <Button type="submit" kind="quiet">Take it back</Button>
            </form>
          )}
        </div>
      )}
      <HandoffRead {...props} within />
    </>
  );
}

export interface AskHandoffProps {
  account: AccountWithPeople;
  templates: HandoffTemplate[];
  executives: { id: string; name: string }[];
  form?: FormState;
}

export function AskHandoff({ account, templates, executives, form }: AskHandoffProps) {
  const at = `/accounts/${account.id}/handoff`;
  return (
    <form class="form" method="post" action={at}>
      <ErrorSummary errors={form?.errors} />
      <p class="lead">
        The answers are drafted from the account's facts, contacts and notes. The account executive
        gets a mail with a link to this handoff and nothing else.
      </p>
      <Select
        name="ae_id"
        label="Account executive"
        form={form}
        value={account.ae_id ?? ""}
        empty="Choose who knows the deal"
        options={executives.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        name="template_id"
        label="Questions"
        form={form}
        value={templates[0]?.id}
        options={templates.map(({ id, name, questions }) => ({
          value: id,
          label: `${name}, ${questions.length} questions`,
        }))}
      />
      <FormActions>
        <Button type="submit" kind="primary">Trigger set-up</Button>
        <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
