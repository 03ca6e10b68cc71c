import type { Connection } from "../domain/connectors/connections.ts";
import { ENVIRONMENTS } from "../domain/connectors/connection_words.ts";
import type { ServiceKey } from "../domain/base/schema.ts";
import type { Service } from "../domain/connectors/service.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { Copied } from "./parts/copied.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { SlackApp } from "./setup_slack.tsx";

export interface ConnectPageProps {
  service: Service;
  isReady: boolean;
  returnAddress: string;
  suggested: string;
  form?: FormState;
}

/** What is asked for, said before anybody leaves for the service. */
export function ConnectPage(props: ConnectPageProps) {
  const { service, isReady, returnAddress, suggested, form } = props;
  const { name, environments, ownHost } = service;
  return (
    <>
      <Permissions service={service} />
      {!isReady && <NotReady service={service} returnAddress={returnAddress} />}
      <Section title="The connection">
        <form
          class="form settings-form"
          method="post"
          action={`/connectors/${service.key}/connect`}
        >
          <ErrorSummary errors={form?.errors} />
          <Field
            name="name"
            label="Name"
            form={form}
            value={suggested}
            required
            maxlength={80}
            autocomplete="off"
            hint={`How workflows name it, such as ${name}, or ${name} sandbox.`}
          />
          {environments.length > 1
            ? (
              <RadioGroup
                name="environment"
                label="Which environment"
                form={form}
                value={environments[0]}
                options={environments.map((value) => ({ value, ...ENVIRONMENTS[value] }))}
              />
            )
            : <input type="hidden" name="environment" value={environments[0]} />}
          {ownHost && (
            <Field
              name="host"
              label={ownHost.label}
              form={form}
              maxlength={253}
              autocomplete="off"
              hint={ownHost.hint}
            />
          )}
          <FormActions>
            <Button type="submit" kind="primary" disabled={!isReady}>Continue</Button>
            <LinkButton href="/connectors" kind="quiet">Cancel</LinkButton>
          </FormActions>
        </form>
      </Section>
    </>
  );
}

export function Permissions({ service }: { service: Service }) {
  const { name, permissions, needs } = service;
  return (
    <Section title="What Thread asks for">
      <ul class="plain-points">{permissions.map((words) => <li>{words}</li>)}</ul>
      <p class="lead">
        It asks for nothing else. You see the same list at {name} before you agree.
      </p>
      <h3>What it takes at {name}</h3>
      <ul class="plain-points">{needs.map((words) => <li>{words}</li>)}</ul>
    </Section>
  );
}

function NotReady({ service, returnAddress }: { service: Service; returnAddress: string }) {
  const key = service.key.toUpperCase();
  const Guide = APPS[service.key];
  return (
    <>
      <Banner kind="warn" title={`This Thread is not known to ${service.name} yet`}>
        Whoever runs it registers an app there and sets {key}_CLIENT_ID and{" "}
        {key}_CLIENT_SECRET. The address to return to is{" "}
        <Copied text={returnAddress} what="address to return to" />
      </Banner>
      {Guide && <Guide returnAddress={returnAddress} />}
    </>
  );
}

/** Where the app is made of something that can be copied. */
const APPS: Partial<Record<ServiceKey, typeof SlackApp>> = { slack: SlackApp };

/** A link, because a form that was sent may not lead to another site. */
export function LeavePage(
  { service, connection, url }: { service: Service; connection: Connection; url: string },
) {
  const { name } = service;
  return (
    <Section
      title={`Agree at ${name}`}
      lead={`You sign in there, see what Thread asks for, and come back here. ${connection.name} is made either way; without your agreement nothing is read.`}
    >
      <FormActions>
        <LinkButton href={url} kind="primary" data-agree={connection.id} data-waiting="agreeing">
          Continue to {name}
        </LinkButton>
        <LinkButton href="/connectors" kind="quiet">Cancel</LinkButton>
      </FormActions>
      <p class="muted">This leads to {new URL(url).host} and holds for 15 minutes.</p>
      <p id="agreeing" role="status" hidden>
        Agree in the window that has opened. This page goes on by itself. If the window is gone,
        {" "}
        <a href={`/connectors/${connection.id}`}>see how {connection.name} stands</a>.
      </p>
    </Section>
  );
}
