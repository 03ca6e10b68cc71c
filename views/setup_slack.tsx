import { EVENTS, SCOPES } from "../domain/connectors/slack/scopes.ts";
import { Button } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";
import { CallAddress, type SetupProps } from "./setup.tsx";

/** What an administrator does at Slack, step by step. */
export function SlackSetup(props: SetupProps) {
  const { connection, returnAddress, mayChange } = props;
  const at = `/connectors/${connection.id}`;
  return (
    <>
      <SlackApp returnAddress={returnAddress} />
      <Section
        title="2. What the app may do"
        lead="These permissions of its own bot, and no others. Of whoever agrees it takes none."
      >
        <ul class="plain-points">
          {SCOPES.map(({ scope, words }) => (
            <li>
              <code>{scope}</code>: {words}
            </li>
          ))}
        </ul>
        <p class="muted">
          Not asked for: <code>chat:write.public</code>{" "}
          would let Thread post in every public channel, and <code>channels:join</code>{" "}
          enter them. Your people say where it may write, by inviting it. Nothing of what people
          write is read.
        </p>
      </Section>
      <Section
        title="3. The channels"
        lead="Thread posts where it was invited, in public, private and shared channels alike."
      >
        <ol class="setup-steps">
          <li>
            In each channel write{" "}
            <code>/invite @{String(connection.settings.botName ?? "Thread")}</code>.
          </li>
          <li>
            It stands under <a href={`${at}/channels`}>Channels</a> as “Can post” within seconds.
          </li>
          <li>
            Choose what your team reads where under{" "}
            <a href={`${at}/alerts`}>Alerts</a>, and each customer's channel in the account's
            settings.
          </li>
        </ol>
      </Section>
      <Section
        title="4. What Slack tells Thread"
        lead="Renamed, archived and deleted channels, and a permission that was revoked. Every call is signed; what is not, or is older than five minutes, is refused."
      >
        <CallAddress {...props} mayChange={mayChange} />
      </Section>
    </>
  );
}

/** Before anybody can connect: what makes Thread known to Slack. */
export function SlackApp({ returnAddress }: Pick<SetupProps, "returnAddress">) {
  return (
    <Section
      title="1. The app at Slack"
      lead="Done once for this Thread, by whoever runs it, whatever number of workspaces are connected."
    >
      <ol class="setup-steps">
        <li>
          Among your apps at Slack, make a new one “from a manifest”, and paste this one:
          <Manifest text={manifestOf(returnAddress)} />
        </li>
        <li>
          Where Thread runs, set <code>SLACK_CLIENT_ID</code>, <code>SLACK_CLIENT_SECRET</code> and
          {" "}
          <code>SLACK_SIGNING_SECRET</code>{" "}
          to what “Basic information” of the app shows, and start Thread again.
        </li>
        <li>
          Slack checks the address for events as soon as Thread knows the signing secret: under
          “Event subscriptions”, let it try again. While that secret is changed over, both may be
          set, with a comma between them.
        </li>
        <li>For workspaces beside your own, switch on “Public distribution”.</li>
      </ol>
    </Section>
  );
}

function Manifest({ text }: { text: string }) {
  return (
    <div class="manifest">
      <pre tabindex={0} role="region" aria-label="Manifest"><code>{text}</code></pre>
      <Button type="button" kind="quiet" small data-copy={text} aria-label="Copy the manifest">
        Copy
      </Button>
    </div>
  );
}

/** As Slack reads it. Slack calls https only, so on one machine there are no events to be had. */
function manifestOf(returnAddress: string): string {
  const home = new URL(returnAddress);
  const events = new URL("/hooks/slack", home).href;
  return JSON.stringify(
    {
      display_information: { name: "Thread", description: "Customer onboarding" },
      features: { bot_user: { display_name: "Thread", always_online: true } },
      oauth_config: {
        redirect_urls: [returnAddress],
        scopes: { bot: SCOPES.map(({ scope }) => scope) },
      },
      settings: {
        ...(home.protocol === "https:" && {
          event_subscriptions: { request_url: events, bot_events: EVENTS },
        }),
        interactivity: { is_enabled: false },
        org_deploy_enabled: false,
        socket_mode_enabled: false,
        token_rotation_enabled: true,
      },
    },
    null,
    2,
  );
}
