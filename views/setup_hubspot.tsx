import { SCOPES } from "../domain/connectors/hubspot/scopes.ts";
import { Copied } from "./parts/copied.tsx";
import { Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";
import { CallAddress, type SetupProps } from "./setup.tsx";

/** What an administrator does at HubSpot, step by step. */
export function HubspotSetup(props: SetupProps) {
  const { returnAddress, connection } = props;
  return (
    <>
      <Section
        title="1. The app at HubSpot"
        lead="Done once for this Thread, by whoever runs it, whatever number of accounts are connected."
      >
        <ol class="setup-steps">
          <li>In a developer account of HubSpot, make a public app.</li>
          <li>
            As its redirect address, enter <Copied text={returnAddress} what="redirect address" />
          </li>
          <li>
            Give it exactly these scopes. All of them only read:
            <ul class="plain-points">
              {SCOPES.map(({ scope, why }) => (
                <li>
                  <code>{scope}</code>: {why}
                </li>
              ))}
            </ul>
          </li>
          <li>
            Where Thread runs, set <code>HUBSPOT_CLIENT_ID</code> and{" "}
            <code>HUBSPOT_CLIENT_SECRET</code> to what the app shows, and start Thread again.
          </li>
        </ol>
      </Section>
      <Section
        title="2. What HubSpot tells Thread"
        lead="In the same app, under its webhooks. HubSpot calls one address for all accounts and signs every call; Thread refuses what is not signed, or older than five minutes."
      >
        <CallAddress {...props} />
        <Subscriptions />
        <p class="muted">
          A subscription does nothing until it is activated there. Without any, Thread still looks
          for changed deals as often as Settings says.
        </p>
      </Section>
      <Section title="3. See that it works">
        <ol class="setup-steps">
          <li>Move a deal of a test company to the stage that a workflow waits for.</li>
          <li>
            Within a minute it stands under{" "}
            <a href={`/connectors/${connection.id}/deliveries`}>Deliveries</a>, with what became of
            it and why.
          </li>
          <li>
            If nothing comes, look at the webhooks' log of the app at HubSpot: 401 there means that
            the client secret or the address differs from what Thread knows.
          </li>
        </ol>
      </Section>
    </>
  );
}

function Subscriptions() {
  return (
    <Table
      caption="Subscriptions"
      columns={[{ label: "Object and event" }, { label: "Property" }, { label: "Why" }]}
    >
      {SUBSCRIPTIONS.map(([event, property, why]) => (
        <tr>
          <th scope="row">{event}</th>
          <td>{property && <code>{property}</code>}</td>
          <td>{why}</td>
        </tr>
      ))}
    </Table>
  );
}

const SUBSCRIPTIONS = [
  ["Deal: property changed", "dealstage", "A deal reaches a stage. Needed."],
  ["Deal: created", "", "A deal that is made in that stage at once. Needed."],
  ["Deal: property changed", "amount, closedate, …", "What is mapped follows within seconds."],
  ["Deal: merged, deleted, restored", "", "Thread learns of it at once."],
] as const;
