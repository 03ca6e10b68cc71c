import { Copied } from "./parts/copied.tsx";
import { Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";
import type { SetupProps } from "./setup.tsx";

/** What an administrator does at Notion, step by step. */
export function NotionSetup({ connection, returnAddress }: SetupProps) {
  const at = `/connectors/${connection.id}`;
  return (
    <>
      <Section
        title="1. The integration at Notion"
        lead="Done once for this Thread, by whoever runs it, whatever number of workspaces are connected."
      >
        <ol class="setup-steps">
          <li>Among the integrations of Notion, make a public one.</li>
          <li>
            As its redirect address, enter <Copied text={returnAddress} what="redirect address" />
          </li>
          <li>
            Of its capabilities, tick “Read content”, and “Read user information including email
            addresses” if a column of people says who the account executive is. Add “Update content”
            only if Thread is to set the Status of rows.
          </li>
          <li>
            Where Thread runs, set <code>NOTION_CLIENT_ID</code> and{" "}
            <code>NOTION_CLIENT_SECRET</code> to what the integration shows, and start Thread again.
          </li>
        </ol>
      </Section>
      <Section
        title="2. The database"
        lead="Any database will do, as each column is mapped. One like this needs no mapping at all."
      >
        <Columns />
        <ol class="setup-steps">
          <li>
            When you connect, tick this database in Notion's own list. Thread sees nothing that is
            not ticked.
          </li>
          <li>
            Choose it under{" "}
            <a href={`${at}/settings`}>Settings</a>, with what a row has to say before it makes an
            account.
          </li>
          <li>
            Look through the <a href={`${at}/mappings`}>field mapping</a>{" "}
            if your columns have other names.
          </li>
        </ol>
      </Section>
      <Section
        title="3. Real time"
        lead="Without it, rows are found by looking, as often as Settings says."
      >
        <ol class="setup-steps">
          <li>
            Under{" "}
            <a href={`${at}/settings`}>Settings</a>, make an address, and with it a webhook
            subscription in the integration.
          </li>
          <li>
            Choose the events of pages: created, properties updated, content updated, moved, deleted
            and undeleted.
          </li>
          <li>Notion sends a verification token, which Settings then shows. Paste it in Notion.</li>
          <li>
            Whoever runs Thread for several workspaces gives Notion the address that ends in{" "}
            <code>/hooks/notion</code>, and sets <code>NOTION_WEBHOOK_SECRET</code>{" "}
            to that token: it then counts for all of them.
          </li>
        </ol>
      </Section>
      <Section title="4. See that it works">
        <ol class="setup-steps">
          <li>Add a row, and fill in what is required.</li>
          <li>
            It stands under{" "}
            <a href={`${at}/records`}>Rows</a>, with its account or with what it still lacks, and
            what came of each event under <a href={`${at}/deliveries`}>Deliveries</a>.
          </li>
        </ol>
      </Section>
    </>
  );
}

function Columns() {
  return (
    <Table
      caption="Recommended columns"
      still
      columns={[{ label: "Column" }, { label: "Kind" }, { label: "What it becomes" }]}
    >
      {COLUMNS.map(([name, kind, becomes]) => (
        <tr>
          <th scope="row">{name}</th>
          <td>{kind}</td>
          <td>{becomes}</td>
        </tr>
      ))}
    </Table>
  );
}

const COLUMNS = [
  ["Company Name", "Title or text", "The account's name"],
  ["ARR", "Number, shown as a currency", "ARR, in that currency"],
  ["Close Date", "Date", "Close date; of a range its first day"],
  ["Primary Contact Email", "Email or text", "The primary contact"],
  ["AE Email", "Email, text or person", "The account executive, who hands over"],
  ["Industry", "Select", "Industry"],
  ["Company Size", "Select", "Company size"],
  ["Use Case", "Text", "Use case, and whole for the AI"],
  ["Notes", "Text", "Whole for the AI, with the text of the page"],
  ["Status", "Status or select: New, In Progress, Complete", "What a workflow can wait for"],
] as const;
