import { Front } from "./front.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { Shell, type ShellSession } from "./shell.tsx";

export type Trouble =
  | { kind: "notFound" }
  | { kind: "forbidden"; what: string; grantedBy: string }
  | { kind: "refused"; message: string }
  | { kind: "busy"; retry: string }
  | { kind: "failed"; retry?: string; reference: string };

export interface ErrorPageProps {
  trouble: Trouble;
  nonce: string;
  support: { label: string; href: string };
  /** Left out where nobody is signed in, or where that cannot be found out now. */
  session?: ShellSession;
}

export function ErrorPage({ trouble, nonce, support, session }: ErrorPageProps) {
  const title = titleOf(trouble);
  return session
    ? (
      <Shell session={session} title={title} header={{ lead: inWords(trouble) }} live={false}>
        <WayOn trouble={trouble} />
      </Shell>
    )
    : (
      <Front title={title} nonce={nonce} support={support} lead={inWords(trouble)}>
        <WayOn trouble={trouble} />
      </Front>
    );
}

/** The same in one line, for an answer that is swapped into a page. */
export function ErrorFragment({ trouble }: { trouble: Trouble }) {
  return <Banner kind="bad" title={titleOf(trouble)}>{inWords(trouble)}</Banner>;
}

function WayOn({ trouble }: { trouble: Trouble }) {
  const retry = "retry" in trouble ? trouble.retry : undefined;
  return (
    <div class="way-on">
      <div class="form-actions">
        {retry && <LinkButton href={retry} kind="primary">Try again</LinkButton>}
        <LinkButton href="/" kind={retry ? "plain" : "primary"}>Go home</LinkButton>
      </div>
      {"reference" in trouble && (
        <p class="muted">
          Reference <code>{trouble.reference}</code>
        </p>
      )}
    </div>
  );
}

function titleOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case "notFound":
      return "There is nothing at this address";
    case "forbidden":
      return `You have no access to ${trouble.what}`;
    case "refused":
      return "This was not done";
    case "busy":
      return "Thread is busy";
    case "failed":
      return "Something failed on our side";
  }
}

function inWords(trouble: Trouble): string {
  switch (trouble.kind) {
    case "forbidden":
      return `${trouble.grantedBy} can give it to you.`;
    case "notFound":
      return "It was removed, or it belongs to another organisation.";
    case "refused":
      return trouble.message;
    case "busy":
      return "Nothing was changed. Try again in a few seconds.";
    case "failed":
      return "We have a record of it. Try again; if it keeps failing, send us the reference.";
  }
}
