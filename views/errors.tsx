import { EmptyState, ErrorState, NoAccess } from "./parts/states.tsx";
import { Toast } from "./parts/notices.tsx";

export type Trouble =
  | { kind: "absent" }
  | { kind: "noAccess"; grantedBy: string }
  | { kind: "refused"; message: string }
  | { kind: "tooLarge" }
  | { kind: "busy" }
  | { kind: "upstream"; message: string }
  | { kind: "fault"; reference: string };

export const TITLES: Record<Trouble["kind"], string> = {
  absent: "Not found",
  noAccess: "No access",
  refused: "Not done",
  tooLarge: "Too large",
  busy: "Thread is busy",
  upstream: "Another service failed",
  fault: "Something went wrong",
};

/** The body of a whole page that says what happened, what is safe, and the way on. */
export function TroublePage({ trouble, path }: { trouble: Trouble; path: string }) {
  switch (trouble.kind) {
    case "absent":
      return (
        <EmptyState
          title="This page is not here"
          action={<a class="button" href="/">Go to Home</a>}
        >
          It may have been moved or archived, or it belongs to another organisation.
        </EmptyState>
      );
    case "noAccess":
      return <NoAccess what="this page" grantedBy={`An ${trouble.grantedBy}`} />;
    case "refused":
      return (
        <ErrorState title="That was not done" retry={path} safe="Nothing was changed.">
          {trouble.message}
        </ErrorState>
      );
    case "tooLarge":
      return (
        <ErrorState title="That is too much at once" retry={path} safe="Nothing was changed.">
          {sentence(trouble)}
        </ErrorState>
      );
    case "busy":
      return (
        <ErrorState
          title="Thread is busy"
          retry={path}
          safe="Nothing was changed. Please try again in a few seconds."
        />
      );
    case "upstream":
      return (
        <ErrorState title="Another service did not answer" retry={path} safe="Your data is safe.">
          {trouble.message}
        </ErrorState>
      );
    case "fault":
      return (
        <ErrorState
          title="Something went wrong on our side"
          retry={path}
          safe="Nothing was changed. We keep a record of what happened."
          reference={trouble.reference}
        />
      );
  }
}

/** The same as a toast, for a request that asked for a part of a page. */
export function TroubleToast({ trouble }: { trouble: Trouble }) {
  return (
    <hx-partial hx-target="#toasts" hx-swap="beforeend">
      <Toast kind="bad">{sentence(trouble)}</Toast>
    </hx-partial>
  );
}

/** For answers that are neither a page nor a part of one. */
export function sentence(trouble: Trouble): string {
  switch (trouble.kind) {
    case "absent":
      return "This is not here any more.";
    case "noAccess":
      return `You have no access to this. An ${trouble.grantedBy} can give it to you.`;
    case "refused":
    case "upstream":
      return trouble.message;
    case "tooLarge":
      return "What was sent is larger than this page takes. Shorten it or send a smaller file.";
    case "busy":
      return "Thread is busy. Nothing was changed; please try again in a few seconds.";
    case "fault":
      return `Something went wrong. Nothing was changed. Reference ${trouble.reference}`;
  }
}
