import { Copied } from "./parts/copied.tsx";
import { Section } from "./parts/page_header.tsx";
import type { SetupProps } from "./setup.tsx";

const BODY = `{
  "eventId": "{!$Flow.InterviewGuid}",
  "organizationId": "{!$Organization.Id}",
  "recordId": "{!$Record.Id}",
  "stageName": "{!$Record.StageName}",
  "lastModifiedDate": "{!$Record.LastModifiedDate}"
}`;

/** The other way, where outbound messages cannot be used. */
export function SalesforceFlow({ address, mayChange }: SetupProps) {
  const key = address?.split("/").at(-1);
  return (
    <Section
      title="4. Or: a flow with an HTTP callout"
      lead="Where outbound messages cannot be used. Salesforce sends it once and never again, so what is lost is found only when Thread looks."
    >
      <ol class="setup-steps">
        <li>
          In Setup, Named Credentials: make an external credential of the kind Custom with one
          custom header,{" "}
          <code>X-Thread-Key</code>. Its value is the last part of the address
          above{mayChange && key
            ? (
              <>
                : <Copied text={key} what="value of X-Thread-Key" />
              </>
            )
            : ", which an admin of Thread sees."}
        </li>
        <li>
          Make a named credential that uses it, with the address above as its URL. Let no
          authorization header be generated.
        </li>
        <li>
          In a record-triggered flow on Opportunity, on its asynchronous path, add an action of the
          kind HTTP Callout: POST, with this body as the sample:
          <pre class="setup-code"><code>{BODY}</code></pre>
        </li>
        <li>Save and activate the flow. Thread answers with an empty JSON object.</li>
      </ol>
    </Section>
  );
}
