import type { Words } from "../domain/messages/words/words.ts";
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
  /** Whom the next message reaches. Left out, their contact, whoever that is. */
  to: string | undefined;
  words: Words;
  form?: FormState;
  readOnly?: boolean;
}

/** What both sides wrote, the oldest first, and the place to write. */
export function Conversation(props: ConversationProps) {
  const { messages, isCustomer, action, to, form, readOnly, words } = props;
  const { t } = words;
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
                    <When {...props} message={message} />
                  </span>
                </p>
                <p class="conversation-body">{message.body}</p>
              </li>
            ))}
          </ol>
        )
        : <p class="muted" id="conversation">{t("messages.none")}</p>}
      {!readOnly && (
        <form class="stack conversation-form" method="post" action={action} novalidate>
          <ErrorSummary errors={form?.errors} words={words} />
          <TextArea
            name="body"
            label={to ? t("messages.writeTo", { name: to }) : t("messages.writeToContact")}
            form={form}
            words={words}
            rows={4}
            maxlength={5000}
          />
          <FormActions>
            <Button type="submit" kind="primary">{t("messages.send")}</Button>
          </FormActions>
        </form>
      )}
    </>
  );
}

function When({ message, timeZone, words }: ConversationProps & { message: Message }) {
  const when = <RelativeTime at={message.at} timeZone={timeZone} locale={words.locale} />;
  if (!message.task) return when;
  return <>{words.pieces("messages.about", { when, task: message.task })}</>;
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
      <h1>{props.words.t("place.messages")}</h1>
      <p class="portal-lead">
        {csm
          ? props.words.t("messages.reads", { name: csm })
          : props.words.t("messages.contactReads")}
      </p>
      <Conversation {...props} isCustomer to={csm} />
    </div>
  );
}
