import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { Button } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";

/** Whether this customer is reminded of what is open, and the way to change that. */
export function AccountReminders(
  { account, isOn, editable }: {
    account: Pick<AccountWithPeople, "id" | "version" | "reminders_paused_at" | "test">;
    /** The organisation has switched reminders on. */
    isOn: boolean;
    editable: boolean;
  },
) {
  const paused = account.reminders_paused_at !== null;
  const at = `/accounts/${account.id}/reminder-pause`;
  return (
    <Section title="Reminders to the customer" lead={leadOf(isOn, paused, account.test)}>
      {editable && (
        <form method="post" action={paused ? `${at}/removal` : at}>
          <input type="hidden" name="version" value={String(account.version)} />
          <Button type="submit">{paused ? "Remind again" : "Pause reminders"}</Button>
        </form>
      )}
    </Section>
  );
}

function leadOf(isOn: boolean, paused: boolean, test: boolean): string {
  if (test) return "A test account is never reminded.";
  if (paused) {
    return "Paused: this customer is not reminded, whatever the organisation's settings say.";
  }
  return isOn
    ? "This customer is reminded of what is open, before and after its deadline."
    : "Your organisation has reminders switched off, so nobody is reminded.";
}
