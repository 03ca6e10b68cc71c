import { Button } from "./parts/buttons.tsx";
import { Copied } from "./parts/copied.tsx";
import { TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { CallAddress, type SetupProps } from "./setup.tsx";
import { SalesforceFlow } from "./setup_salesforce_flow.tsx";

/** What an administrator does at Salesforce, step by step. */
export function SalesforceSetup(props: SetupProps) {
  return (
    <>
      <App {...props} />
      <Rights />
      <OutboundMessage {...props} />
      <SalesforceFlow {...props} />
      <CustomObjects {...props} />
    </>
  );
}

function App({ returnAddress }: SetupProps) {
  return (
    <Section
      title="1. The app at Salesforce"
      lead="Done once for this Thread, by whoever runs it, whatever number of organisations are connected."
    >
      <ol class="setup-steps">
        <li>
          In Setup, External Client App Manager, make a new external client app with OAuth.
        </li>
        <li>
          As its callback address, enter <Copied text={returnAddress} what="callback address" />
        </li>
        <li>
          Give it exactly these scopes: <code>api</code> (manage user data via APIs),{" "}
          <code>refresh_token</code> (perform requests at any time) and <code>id</code>{" "}
          (identity service). Require PKCE and a secret for the web server flow.
        </li>
        <li>
          In its policies, let refresh tokens be valid until they are revoked, and relax IP
          restrictions or allow the addresses below.
        </li>
        <li>
          Where Thread runs, set <code>SALESFORCE_CLIENT_ID</code> and{" "}
          <code>SALESFORCE_CLIENT_SECRET</code> to what the app shows, and start Thread again.
        </li>
      </ol>
    </Section>
  );
}

function Rights() {
  return (
    <Section
      title="2. Who connects"
      lead="Thread sees what this user sees, and nothing else. A user of its own is best."
    >
      <ul class="plain-points">
        <li>A System Administrator, or a user to whom a delegated admin gave access to the app</li>
        <li>“API Enabled”, in an edition with API access: Professional with it, or higher</li>
        <li>
          Read access to opportunities, accounts, contacts, notes, tasks and events, and by
          field-level security to each field that is mapped
        </li>
      </ul>
      <p class="muted">
        What the user may not see is named on the mapping page and is never stored here. Salesforce
        knows no scope that only reads, so a user whose profile only reads is the surest.
      </p>
    </Section>
  );
}

/** Salesforce sends it again for 24 hours until it is taken, which makes it the better way. */
function OutboundMessage(props: SetupProps) {
  const { connection } = props;
  return (
    <Section
      title="3. What Salesforce tells Thread: an outbound message"
      lead="Salesforce repeats it for 24 hours until Thread has taken it. This is the safer way of the two."
    >
      <CallAddress {...props} />
      <ol class="setup-steps">
        <li>
          In Setup, Workflow Actions, Outbound Messages: make a new one for the object Opportunity.
        </li>
        <li>
          Endpoint URL: exactly the address above. Whoever knows it is heard, so keep it to
          yourself.
        </li>
        <li>
          User to send as: any active user. Leave <strong>Send Session ID</strong>{" "}
          off; Thread has no use for it.
        </li>
        <li>
          Fields to send: <code>Id</code>, <code>LastModifiedDate</code>, <code>Name</code>,{" "}
          <code>StageName</code>. No others: Thread reads every value itself.
        </li>
        <li>
          In Setup, Flows: make a record-triggered flow on Opportunity that runs when a record is
          created or updated, with the condition that StageName is changed, after the record is
          saved.
        </li>
        <li>Add one action to it: the outbound message. Save and activate the flow.</li>
      </ol>
      {connection.outside_id && (
        <p>
          It is taken for this organisation only:{" "}
          <Copied text={connection.outside_id} what="OrganizationId" />
        </p>
      )}
      <p class="muted">
        Setup, Outbound Messages under Monitoring, shows there what is still to be sent, and why.
      </p>
    </Section>
  );
}

function CustomObjects({ connection, mayChange, form }: SetupProps) {
  const named = connection.settings.customObjects;
  const value = Array.isArray(named) ? named.join("\n") : "";
  return (
    <Section
      title="Custom objects"
      lead="None is read unless you name it here. Then its fields can be mapped like any other."
    >
      {mayChange
        ? (
          <form
            class="form settings-form"
            method="post"
            action={`/connectors/${connection.id}/custom-objects`}
          >
            <ErrorSummary errors={form?.errors} />
            <TextArea
              name="objects"
              label="API names"
              form={form}
              value={value}
              required={false}
              rows={3}
              maxlength={2000}
              autocomplete="off"
              hint="One a line, such as Site__c: objects that an opportunity points to, or that point to one. Of several, the oldest is read."
            />
            <FormActions>
              <Button type="submit" kind="primary">Save</Button>
            </FormActions>
          </form>
        )
        : <p class="muted">{value ? `Read: ${value.replaceAll("\n", ", ")}.` : "None is read."}</p>}
    </Section>
  );
}
