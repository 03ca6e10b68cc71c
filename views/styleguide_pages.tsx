import type { Theme } from "./document.tsx";
import { Front } from "./front.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field } from "./parts/fields.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { ErrorSummary, StepIndicator } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { Shell, type ShellSession } from "./shell.tsx";
import { tableSamples } from "./styleguide_lists.tsx";

export function StyleguideShell({ nonce, theme }: { nonce: string; theme: Theme }) {
  const session: ShellSession = {
    org: { id: "acme", name: "Acme Cloud" },
    orgs: [{ id: "acme", name: "Acme Cloud" }, { id: "fabrikam", name: "Fabrikam Success" }],
    person: { name: "Maya Ortiz", email: "maya.ortiz@acmecloud.example", roles: ["admin"] },
    theme,
    nonce,
    path: "/",
    counts: { home: 1, jobs: 4, outbox: 12 },
    demo: true,
  };
  return (
    <Shell
      session={session}
      title="Accounts"
      live={false}
      notice="Northwind Traders was assigned to Maya"
      banner={
        <Banner kind="warn" title="Mail is kept in the outbox">
          No mail server is set. <a href="/outbox">Open the outbox</a>
        </Banner>
      }
      header={{
        actions: (
          <>
            <LinkButton href="/import">Import</LinkButton>
            <LinkButton href="/accounts/new" kind="primary" hotkey="c">New account</LinkButton>
          </>
        ),
      }}
    >
      <Tabs
        label="Accounts"
        tabs={[
          { href: "/accounts", label: "Needs you", count: 9, current: true },
          { href: "/accounts?view=mine", label: "My accounts", count: 23 },
          { href: "/accounts?view=all", label: "All", count: 118 },
          { href: "/accounts?view=archived", label: "Archived" },
        ]}
      >
        <FilterBar action="/accounts" label="Filter accounts" />
      </Tabs>
      {tableSamples[0]!.draw("shell")}
    </Shell>
  );
}

export function StyleguideFront({ nonce, theme }: { nonce: string; theme: Theme }) {
  const form = {
    typed: { email: "priya@gmail.com" },
    errors: { email: "Use your work e-mail: gmail.com is a personal address" },
  };
  return (
    <Front
      title="Create your account"
      nonce={nonce}
      theme={theme}
      lead="Two minutes, no card."
      supportEmail="support@thread.example"
      steps={<StepIndicator steps={["Account", "Verify", "Organisation"]} current={0} />}
      below={
        <p>
          Already have an account? <a href="/sign-in">Sign in</a>
        </p>
      }
    >
      <form class="form" method="post">
        <ErrorSummary errors={form.errors} />
        <Field name="email" label="Work e-mail" type="email" autocomplete="username" form={form} />
        <Button kind="primary" type="submit" wide>Continue</Button>
      </form>
    </Front>
  );
}
