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
  /** Whom the next message reaches. */
  to: string;
  form?: FormState;
  readOnly?: boolean;
}

/** What both sides wrote, the oldest first, and the place to write. */
export function Conversation(props: ConversationProps) {
  const { messages, timeZone, isCustomer, action, to, form, readOnly } = props;
  return (
    <>
      {messages.length > 0
        ? (
          <ol class="conversation" id="conversation">
            {messages.map((message) => (
              <li class={message.isFromCustomer === isCustomer ? "own" : "theirs"}>
                <p class="conversation-head">
                  <strong>{message.by}</strong>{" "}
                  <span class="muted">
                    <RelativeTime at={message.at} timeZone={timeZone} />
                    {message.task && `, about ${message.task}`}
                  </span>
                </p>
                <p class="conversation-body">{message.body}</p>
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
