import type { FoundAccount } from "../domain/accounts/account_search.ts";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import type { Alike } from "../domain/accounts/duplicates.ts";
import type { MergeFact } from "../domain/accounts/merges.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import type { Belongings } from "../domain/onboarding/merge_previews.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox, RadioGroup } from "./parts/choices.tsx";
import { FieldError, fieldId, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Link } from "./parts/link.tsx";
import { Section } from "./parts/page_header.tsx";

export function ChooseOther(
  { account, query, alike, found }: {
    account: AccountWithPeople;
    query: string;
    alike: Alike[];
    found: FoundAccount[];
  },
) {
  const at = `/accounts/${account.id}/merge`;
  return (
    <>
      {alike.length > 0 && (
        <Section
          title="These look alike"
          lead={`They share the name or the domain of ${account.name}.`}
        >
          <Others at={at} accounts={alike} />
        </Section>
      )}
      <Section title={`Which account is the same company as ${account.name}?`}>
        <form class="row" method="get" action={at} role="search">
          <input
            class="input"
            type="search"
            name="q"
            value={query}
            aria-label="Words of the account, its contacts or notes"
            maxlength={200}
          />
          <Button type="submit">Search</Button>
        </form>
        {query && (found.length > 0
          ? <Others at={at} accounts={found} />
          : <p class="muted">No other account in the lists has these words.</p>)}
      </Section>
    </>
  );
}

function Others(
  { at, accounts }: {
    at: string;
    accounts: { id: string; name: string; domain: string | null; archived_at?: Date | null }[];
  },
) {
  return (
    <ul class="stack merge-others">
      {accounts.map(({ id, name, domain, archived_at }) => (
        <li class="row">
          <span>
            <Link href={`/accounts/${id}`}>{name}</Link>
            {domain && ` (${domain})`}
            {archived_at && ", archived"}
          </span>
          <LinkButton small href={`${at}?with=${id}`} aria-label={`Compare with ${name}`}>
            Compare
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}

export interface MergePageProps {
  pair: [AccountWithPeople, AccountWithPeople];
  facts: MergeFact[];
  belongings: [Belongings, Belongings];
  form?: FormState;
}

export function MergePage({ pair, facts, belongings, form }: MergePageProps) {
  const [account, other] = pair;
  const at = `/accounts/${account.id}`;
  const [own, theirs] = belongings.map(({ plan }) => plan);
  return (
    <form class="merge" method="post" action={`${at}/merge`}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="with" value={other.id} />
      <input type="hidden" name="version" value={String(account.version)} />
      <input type="hidden" name="other_version" value={String(other.version)} />
      <RadioGroup
        name="keep"
        label="Which account stays"
        hint="The other is archived, and its address leads to this one."
        form={form}
        value={account.archived_at ? other.id : account.id}
        options={pair.map((one, side) => ({
          value: one.id,
          label: one.archived_at ? `${one.name} (archived)` : one.name,
          hint: holdings(belongings[side]!),
          disabled: one.archived_at !== null,
        }))}
      />
      {own && theirs && (
        <RadioGroup
          name="plan"
          label="Which plan goes on"
          hint="The other ends. What is done in it is kept; what is open in it is cancelled."
          form={form}
          value={own.done >= theirs.done ? account.id : other.id}
          options={pair.map((one, side) => ({
            value: one.id,
            label: `${belongings[side]!.plan!.name || "The plan"} of ${one.name}`,
            hint: planWords(belongings[side]!.plan!),
          }))}
        />
      )}
      <Section title="What the account will say" lead="Choose where the two differ.">
        <div class="merge-facts">
          {facts.filter(({ words }) => words[0] || words[1]).map((fact) => (
            <Fact fact={fact} pair={pair} form={form} />
          ))}
        </div>
      </Section>
      <Section title="What happens">
        <ul class="says">
          <li>Contacts are united; the same address stays once.</li>
          <li>
            Notes, submissions, files, mails and both histories are read on the account that stays.
          </li>
          <li>Whoever searches for the other’s name finds the account that stays.</li>
          <li>It cannot be undone.</li>
        </ul>
      </Section>
      <Checkbox name="certain" label="I know that a merge cannot be undone" form={form} />
      <FormActions>
        <Button type="submit" kind="danger">Merge the two accounts</Button>
        <LinkButton kind="quiet" href={`${at}/settings`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

function holdings({ contacts, notes, submissions, plan }: Belongings): string {
  return [
    counted(contacts, "contact"),
    counted(notes, "note"),
    submissions > 0 && counted(submissions, "submission"),
    plan ? `a plan: ${planWords(plan)}` : "no plan",
  ].filter(Boolean).join(", ");
}

function planWords({ number, done, open }: NonNullable<Belongings["plan"]>): string {
  return [number && `revision ${number}`, `${done} done`, `${open} open`].filter(Boolean).join(
    ", ",
  );
}

function Fact(
  { fact: { key, label, words, differs }, pair, form }: {
    fact: MergeFact;
    pair: MergePageProps["pair"];
    form?: FormState;
  },
) {
  const name = `fact-${key}`;
  const id = fieldId(name);
  const chosen = form ? form.typed[name] : (words[0] ? pair[0] : pair[1]).id;
  const error = form?.errors[name];
  if (!differs) {
    return (
      <dl class="merge-fact">
        <dt>{label}</dt>
        <dd class="merge-both">{words[0]}</dd>
      </dl>
    );
  }
  return (
    <fieldset class="merge-fact" id={id} tabindex={-1}>
      <legend>{label}</legend>
      {pair.map((one, side) => (
        <label>
          <input
            type="radio"
            class="radio"
            name={name}
            value={one.id}
            checked={chosen === one.id}
            aria-invalid={error ? "true" : undefined}
          />
          <span>
            {words[side] || <span class="muted">Nothing</span>}
            <span class="muted merge-from">{one.name}</span>
          </span>
        </label>
      ))}
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
