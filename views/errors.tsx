import { Front } from "./front.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { HxPartial, Toast } from "./parts/notices.tsx";
import { Shell, type ShellSession } from "./shell.tsx";

export type Trouble =
  | { kind: "absent" }
  | { kind: "noAccess"; grantedBy: string }
  | { kind: "refused"; message: string }
  | { kind: "tooLarge" }
  | { kind: "busy" }
  | { kind: "upstream"; message: string }
  | { kind: "fault"; reference: string };

export interface ErrorPageProps {
  trouble: Trouble;
  nonce: string;
  /** Where trying again leads; left out where that would not help. */
  retry?: string;
  supportEmail?: string;
  /** Left out where nobody is signed in. */
  session?: ShellSession;
}

/** What happened, what is safe, and the way on. */
export function ErrorPage(props: ErrorPageProps) {
  const { trouble, session } = props;
  const title = titleOf(trouble);
  const lead = inWords(trouble);
  return session
    ? (
      <Shell session={session} title={title} header={{ lead }} live={false}>
        <WayOn {...props} />
      </Shell>
    )
    : (
      <Front title={title} nonce={props.nonce} supportEmail={props.supportEmail} lead={lead}>
        <WayOn {...props} />
      </Front>
    );
}

/** For a request that asked for a part of a page: the part stays as it was. */
export function ErrorToast({ trouble }: { trouble: Trouble }) {
  return (
    <HxPartial target="#toasts" swap="beforeend">
      <Toast kind="bad">{inWords(trouble)}</Toast>
    </HxPartial>
  );
}

function WayOn({ trouble, retry }: ErrorPageProps) {
  return (
    <div class="way-on">
      <div class="form-actions">
        {retry && <LinkButton href={retry} kind="primary">Try again</LinkButton>}
        <LinkButton href="/" kind={retry ? "plain" : "primary"}>Go home</LinkButton>
      </div>
      {trouble.kind === "fault" && (
        <p class="muted">
          Reference <code>{trouble.reference}</code>
        </p>
      )}
    </div>
  );
}

function titleOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case "absent":
      return "There is nothing at this address";
    case "noAccess":
      return "You have no access to this page";
    case "refused":
      return "This was not done";
    case "tooLarge":
      return "That is too much at once";
    case "busy":
      return "Thread is busy";
    case "upstream":
      return "Another service did not answer";
    case "fault":
      return "Something failed on our side";
  }
}

export function inWords(trouble: Trouble): string {
  switch (trouble.kind) {
    case "absent":
      return "It was removed, or it belongs to another organisation.";
    case "noAccess":
      return `Your role does not include it. ${capital(trouble.grantedBy)} can give it to you.`;
    case "refused":
    case "upstream":
      return trouble.message;
    case "tooLarge":
      return "Nothing was changed. Shorten what you sent, or send a smaller file.";
    case "busy":
      return "Nothing was changed. Try again in a few seconds.";
    case "fault":
      return "Nothing was changed. We have a record of it: if it keeps failing, send us the reference.";
  }
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
