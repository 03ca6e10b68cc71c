import type { Child } from "hono/jsx";
import type { Message } from "../domain/messages/conversations.ts";
import { Button } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ConversationProps {
  messages: Message[];
  timeZone: string;
  /** Who reads it: their own words stand apart. */
  isCustomer: boolean;
  action: string;
  /** The address under which files are handed out; empty where they are not. */
  files: string;
  /** What staff can do about one of them. */
  extra?: (message: Message) => Child;
  /** Whom the next message reaches. */
  to: string;
  form?: FormState;
  readOnly?: boolean;
}

/** What both sides wrote, the oldest first, and the place to write. */
export function Conversation(props: ConversationProps) {
  const { messages, timeZone, isCustomer, action, to, form, readOnly, files, extra } = props;
  return (
    <>
      {messages.length > 0
        ? (
          <ol class="conversation" id="conversation">
            {messages.map((message) => (
              <li
                id={`message-${message.id}`}
                class={`${message.isFromCustomer === isCustomer ? "own" : "theirs"}${
                  message.isAutomatic ? " automatic" : ""
                }`}
              >
                <p class="conversation-head">
                  <strong>{message.by}</strong>{" "}
                  <span class="muted">
                    {message.channel === "mail" && "by mail "}
                    <RelativeTime at={message.at} timeZone={timeZone} />
                    {message.task && `, about ${message.task}`}
                  </span>
                </p>
                {message.subject && <p class="conversation-subject">{message.subject}</p>}
                <p class="conversation-body">{message.body}</p>
                <MessageFiles message={message} at={files} />
                {extra?.(message)}
              </li>
            ))}
          </ol>
        )
        : <p class="muted" id="conversation">Nothing has been written yet.</p>}
      {!readOnly && (
        <form class="stack conversation-form" method="post" action={action} novalidate>
          <ErrorSummary errors={form?.errors} />
          <TextArea name="body" label={`Write to ${to}`} form={form} rows={4} maxlength={5000} />
          <FormActions>
            <Button type="submit" kind="primary">Send message</Button>
          </FormActions>
        </form>
      )}
    </>
  );
}

function MessageFiles({ message, at }: { message: Message; at: string }) {
  if (message.files.length === 0) return null;
  return (
    <ul class="conversation-files">
      {message.files.map(({ id, name, size }) => (
        <li>
          {at ? <a href={`${at}/files/${id}`}>{name}</a> : name}{" "}
          <span class="muted">{sizeInWords(size)}</span>
        </li>
      ))}
    </ul>
  );
}

function sizeInWords(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function PortalMessages(
  { csm, ...props }: Omit<ConversationProps, "to" | "isCustomer"> & { csm: string | undefined },
) {
  return (
    <div
      id="messages"
      hx-get={props.readOnly ? undefined : props.action}
      hx-trigger="message from:#live throttle:1s"
      hx-select="#conversation"
      hx-target="#conversation"
      hx-swap="outerMorph"
    >
      <h1>Messages</h1>
      <p class="portal-lead">
        {csm ? `${csm} reads what you write here.` : "Your contact reads what you write here."}
      </p>
      <Conversation {...props} isCustomer to={csm ?? "your contact"} />
    </div>
  );
}
