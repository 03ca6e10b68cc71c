import type { Child } from "hono/jsx";
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
  /** The address under which files are handed out; empty where they are not. */
  files: string;
  /** What staff can do about one of them. */
  extra?: (message: Message) => Child;
  /** Whom the next message reaches. Left out, their contact, whoever that is. */
  to: string | undefined;
  words: Words;
  form?: FormState;
  readOnly?: boolean;
}

/** What both sides wrote, the oldest first, and the place to write. */
export function Conversation(props: ConversationProps) {
  const { messages, isCustomer, action, to, form, readOnly, words, files, extra } = props;
  const { t } = words;
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
                    <When {...props} message={message} />
                  </span>
                </p>
                {message.subject && <p class="conversation-subject">{message.subject}</p>}
                <p class="conversation-body">{message.body}</p>
                <MessageFiles message={message} at={files} words={words} />
                {extra?.(message)}
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

function MessageFiles({ message, at, words }: { message: Message; at: string; words: Words }) {
  if (message.files.length === 0) return null;
  return (
    <ul class="conversation-files">
      {message.files.map(({ id, name, size }) => (
        <li>
          {at ? <a href={`${at}/files/${id}`}>{name}</a> : name}{" "}
          <span class="muted">{words.size(size)}</span>
        </li>
      ))}
    </ul>
  );
}

function When({ message, timeZone, words }: ConversationProps & { message: Message }) {
  const at = <RelativeTime at={message.at} timeZone={timeZone} locale={words.locale} />;
  const when = message.channel === "mail"
    ? <>{words.pieces("messages.byMail", { when: at })}</>
    : at;
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
