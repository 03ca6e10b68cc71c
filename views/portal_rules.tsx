import type { PortalRules } from "../domain/people/portal_rules.ts";
import { Button } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

/** Whom customers may let into their portal. */
export function InvitesForm({ rules, form }: { rules: PortalRules; form?: FormState }) {
  return (
    <form class="form settings-form" method="post" action="/settings/domains/invites">
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(rules.version)} />
      <RadioGroup
        name="invites"
        label="Customers may invite"
        form={form}
        value={rules.invites}
        options={[
          { value: "anyone", label: "Anybody" },
          {
            value: "listed",
            label: "Addresses at their own company's domain, and at the domains listed here",
          },
        ]}
      />
      <TextArea
        name="domains"
        label="Further domains"
        form={form}
        value={rules.domains.join("\n")}
        required={false}
        rows={3}
        hint="One a line, such as partner.com. The domain of each account counts without being listed."
      />
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
      </FormActions>
    </form>
  );
}
