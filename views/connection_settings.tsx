import type { Connection } from "../domain/connectors/connections.ts";
import { POLLS } from "../domain/connectors/connection_words.ts";
import type { Listening } from "../domain/connectors/listeners.ts";
import type { Service } from "../domain/connectors/service.ts";
import { Button } from "./parts/buttons.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import { Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";

export interface ConnectionSettingsProps {
  connection: Connection;
  service: Service;
  listening: Listening[];
  mayChange: boolean;
  form?: FormState;
}

export function ConnectionSettings(props: ConnectionSettingsProps) {
  const { connection, service, mayChange, form } = props;
  const { id, name, poll_seconds: seconds, version, state } = connection;
  if (!mayChange) return <p class="muted">An admin changes the settings of a connection.</p>;
  return (
    <>
      <Section title="Settings">
        <form class="form settings-form" method="post" action={`/connectors/${id}/settings`}>
          <ErrorSummary errors={form?.errors} />
          <input type="hidden" name="version" value={form?.typed.version ?? version} />
          <Field
            name="name"
            label="Name"
            form={form}
            value={name}
            required
            maxlength={80}
            autocomplete="off"
          />
          {service.records?.reader.places || service.messages
            ? <input type="hidden" name="poll_seconds" value={seconds} />
            : (
              <Select
                name="poll_seconds"
                label="Look for what no call told of"
                form={form}
                value={String(seconds)}
                options={pollOptions(seconds)}
                hint={`Calls of ${service.name} are heard at once. This finds what one missed.`}
              />
            )}
          <FormActions>
            <Button type="submit" kind="primary">Save</Button>
          </FormActions>
        </form>
      </Section>
      {state !== "disconnected" && <Disconnection {...props} />}
    </>
  );
}

function pollOptions(seconds: number) {
  const options = POLLS.map((one) => ({ value: String(one.seconds), label: one.label }));
  if (POLLS.some((one) => one.seconds === seconds)) return options;
  return [{ value: String(seconds), label: `Every ${seconds} seconds` }, ...options];
}

function Disconnection({ connection, listening, service }: ConnectionSettingsProps) {
  const { id, name } = connection;
  const active = listening.filter(({ state }) => state === "active");
  return (
    <Section
      title="Disconnect"
      lead={`Thread gives back its permission at ${service.name} and forgets it. ${
        service.records
          ? "What was read stays: accounts, values, texts and this page's mappings."
          : "What was posted stays there, and what is chosen here stays for when it is connected again."
      }`}
    >
      <Button kind="danger" commandfor="disconnect" command="show-modal">Disconnect</Button>
      <ConfirmDialog
        id="disconnect"
        title={`Disconnect ${name}?`}
        confirm={
          <form method="post" action={`/connectors/${id}/disconnection`}>
            <Button type="submit" kind="danger">Disconnect</Button>
          </form>
        }
      >
        <p>
          {active.length === 0
            ? "No active workflow listens to it."
            : `Runs of ${
              active.map((one) => one.name).join(", ")
            } fail from now on, and say why. ` +
              "They can be retried once it is connected again."}
        </p>
      </ConfirmDialog>
    </Section>
  );
}
