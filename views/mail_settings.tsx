import type { Child } from "hono/jsx";
import type { HookAddress, HookSettings } from "../domain/messages/inbound_hooks.ts";
import { Button } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { SettingsTabs } from "./settings.tsx";

export interface MailSettingsProps {
  /** Whose mail comes in; absent where the operator set none. */
  domain?: string;
  /** The mailbox that is read instead of an address for providers. */
  mailbox?: string;
  publicUrl: URL;
  hooks: HookSettings;
  /** By provider; empty where no key makes them. */
  addresses: Record<string, HookAddress>;
  last?: { at: Date; source: string };
  unmatched: number;
  timeZone: string;
  form?: FormState;
}

export function MailSettings(props: MailSettingsProps) {
  const { domain, mailbox, last, unmatched, timeZone } = props;
  return (
    <>
      <SettingsTabs current="/settings/mail" />
      <Section title="Answers by mail">
        {domain ? null : <NoDomain />}
        <Facts
          facts={[
            {
              label: "State",
              value: domain
                ? <StatusLabel kind="ok">Mail to {domain} is taken in</StatusLabel>
                : <StatusLabel kind="none">Not set up</StatusLabel>,
            },
            {
              label: "Last mail received",
              value: last
                ? (
                  <>
                    <RelativeTime at={last.at} timeZone={timeZone} />{" "}
                    <span class="muted">over {LABELS[last.source] ?? last.source}</span>
                  </>
                )
                : <span class="muted">None yet</span>,
            },
            ...(mailbox ? [{ label: "Mailbox", value: `${mailbox}, read every minute` }] : []),
            {
              label: "Unmatched",
              value: unmatched > 0
                ? <a href="/inbound">{unmatched === 1 ? "One mail" : `${unmatched} mails`}</a>
                : "None",
            },
          ]}
        />
      </Section>
      {Object.keys(props.addresses).length > 0 && <Providers {...props} />}
    </>
  );
}

const LABELS: Record<string, string> = {
  postmark: "Postmark",
  sendgrid: "SendGrid",
  mailgun: "Mailgun",
  imap: "the mailbox",
  demo: "the demo",
};

function NoDomain() {
  return (
    <Banner title="No domain is set for inbound mail">
      Customers answer to the CSM's own mailbox, and Thread does not see it. Whoever runs this
      install sets <code>INBOUND_MAIL_DOMAIN</code>{" "}
      to a domain whose mail goes to one of the providers below, or to a mailbox named by{" "}
      <code>INBOUND_IMAP_URL</code>.
    </Banner>
  );
}

function Providers({ addresses, publicUrl, hooks, domain, form }: MailSettingsProps) {
  const { path, password } = addresses.postmark!;
  const withPassword = `${publicUrl.protocol}//thread:${password}@${publicUrl.host}${path}`;
  const whole = (provider: string) => new URL(addresses[provider]!.path, publicUrl).href;
  const at = domain ?? "your domain";
  return (
    <>
      <Section
        title="What to enter where"
        lead="One of them is enough. The first address takes the mail that comes in. The second is told which of yours came back or was called spam: for whoever sends your mail. Whoever knows an address and its key can hand in mail, so give them to nobody else."
      >
        <Provider name="Postmark" address={withPassword}>
          In the settings of your inbound stream, enter the first address as the webhook, tick
          “Include raw email content”, and enter {at}{" "}
          as the inbound domain. In those of the stream that sends, add a webhook with the second
          one, and tick “Bounce” and “Spam complaint”. The name and password within the address are
          the proof of origin.
        </Provider>
        <Provider name="Mailgun" address={whole("mailgun")} query="?mime">
          Make a route for <code>match_recipient(".*@{at}")</code>{" "}
          that forwards to the first address. Under Webhooks, enter the second one for “Permanent
          Failure” and “Spam Complaints”. Enter your HTTP webhook signing key below.
        </Provider>
        <Provider name="SendGrid" address={whole("sendgrid")}>
          Under Inbound Parse, enter {at}{" "}
          and the first address, tick “POST the raw, full MIME message”, and attach a security
          policy with a signature. Under Event Webhook, enter the second one, tick “Dropped”,
          “Bounced” and “Spam Reports”, and switch its signature on. Enter both verification keys
          below.
        </Provider>
      </Section>
      <Section title="Keys of the providers">
        <form class="form settings-form" method="post" action="/settings/mail">
          <ErrorSummary errors={form?.errors} />
          <Field
            name="mailgun"
            label="Mailgun: HTTP webhook signing key"
            type="password"
            autocomplete="off"
            form={form}
            required={false}
            hint={hooks.hasMailgunKey
              ? "One is kept, and is never shown again. Leave this empty to keep it."
              : "Without it no mail is taken from Mailgun."}
          />
          {hooks.hasMailgunKey && (
            <Checkbox name="forget_mailgun" value="yes" label="Forget the key of Mailgun" />
          )}
          <Field
            name="sendgrid"
            label="SendGrid: verification key of the security policy"
            autocomplete="off"
            form={form}
            value={hooks.sendgridKey}
            required={false}
            hint="Without it no mail is taken from SendGrid."
          />
          <Field
            name="sendgrid_events"
            label="SendGrid: verification key of the event webhook"
            autocomplete="off"
            form={form}
            value={hooks.sendgridEventsKey}
            required={false}
            hint="Without it Thread does not hear from SendGrid which mail came back."
          />
          <FormActions>
            <Button type="submit" kind="primary">Save</Button>
          </FormActions>
        </form>
      </Section>
      <Section
        title="New addresses"
        lead="For when an address has become known to somebody. The old ones are taken for another day, so that you can enter the new ones."
      >
        {hooks.rotatedAt && (
          <p class="muted">
            Changed last <RelativeTime at={hooks.rotatedAt} />
          </p>
        )}
        <form method="post" action="/settings/mail/rotation">
          <Button type="submit" kind="danger">Change all three addresses</Button>
        </form>
      </Section>
    </>
  );
}

function Provider(
  { name, address, query = "", children }: {
    name: string;
    address: string;
    /** Of the first address. */
    query?: string;
    children?: Child;
  },
) {
  return (
    <div class="provider">
      <h3>{name}</h3>
      <p>{children}</p>
      <pre class="address" tabindex={0} aria-label={`Address for ${name}`}>{address}{query}</pre>
      <pre class="address" tabindex={0} aria-label={`Address for what came back, for ${name}`}>
        {address}/events
      </pre>
    </div>
  );
}
