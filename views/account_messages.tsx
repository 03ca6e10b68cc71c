import { wordsIn } from "../domain/messages/words/words.ts";
import type { Message } from "../domain/messages/conversations.ts";
import type { Answerable, SentState } from "../domain/messages/replies.ts";
import { AccountTabs } from "./account.tsx";
import { Button } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Conversation } from "./portal_messages.tsx";

export interface AccountMessagesProps {
  account: { id: string; name: string };
  messages: Message[];
  timeZone: string;
  mayWrite: boolean;
  mayChange: boolean;
  form?: FormState;
  /** Only what is about this action. */
  about?: string;
  /** The mail that is being answered. */
  answered?: Answerable;
  /** How many answers were found in a reply, by message. */
  laid: Map<string, number>;
  sent: Map<string, SentState>;
  /** The actions that can still be completed. */
  open: Set<string>;
}

export function AccountMessages(props: AccountMessagesProps) {
  const { account, messages, timeZone, mayWrite, form, about, answered } = props;
  const at = `/accounts/${account.id}/messages`;
  const task = about && messages[0]?.task;
  return (
    <>
      <AccountTabs id={account.id} current="/messages" />
      <div
        id="messages"
        hx-get={about ? `${at}?about=${about}` : at}
        hx-trigger="message from:#live throttle:2s, mail from:#live throttle:2s"
        hx-select="#conversation"
        hx-target="#conversation"
        hx-swap="outerMorph"
      >
        <p class="lead">
          {task
            ? (
              <>
                About {task}. <a href={at}>Show everything</a>
              </>
            )
            : (
              <>
                Mails and what is written in the portal. What you write here, the people of{" "}
                {account.name} read in their portal. Notes are not shown to them.
              </>
            )}
        </p>
        <ErrorSummary errors={form?.errors.form ? { form: form.errors.form } : undefined} />
        <Conversation
          words={wordsIn("en")}
          messages={messages}
          timeZone={timeZone}
          isCustomer={false}
          action={at}
          files={`/accounts/${account.id}`}
          to={account.name}
          form={answered ? undefined : form}
          readOnly={!mayWrite || answered !== undefined}
          extra={(message) => <AboutMessage {...props} message={message} at={at} />}
        />
        {mayWrite && answered && <MailForm at={at} to={answered} form={form} />}
      </div>
    </>
  );
}

/** The answer leaves by mail, in the thread that the customer knows. */
function MailForm({ at, to, form }: { at: string; to: Answerable; form?: FormState }) {
  return (
    <form class="stack conversation-form" method="post" action={at} id="answer" novalidate>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="answers" value={to.id} />
      <p class="hint">
        “{to.subject}” leaves by mail to {to.address} as soon as you send it.{" "}
        <a href={at}>Write in the portal instead</a>
      </p>
      <TextArea
        name="body"
        label={`Answer ${to.name} by mail`}
        form={form}
        rows={6}
        maxlength={5000}
        autofocus
      />
      <FormActions>
        <Button type="submit" kind="primary">Send mail</Button>
      </FormActions>
    </form>
  );
}

function AboutMessage(
  { message, at, laid, sent, open, mayWrite, mayChange }: AccountMessagesProps & {
    message: Message;
    at: string;
  },
) {
  const place = `${at}/${message.id}`;
  const found = laid.get(message.id);
  const isOpen = message.taskId !== null && open.has(message.taskId);
  const mail = message.mailId ? sent.get(message.mailId) : undefined;
  return (
    <>
      {message.doubt && (
        <p>
          <StatusLabel kind="warn">{message.doubt}</StatusLabel>
          {message.senderAddress && <span class="muted">{message.senderAddress}</span>}
        </p>
      )}
      {message.isAutomatic && <p class="muted">An automatic answer. It asks for nothing.</p>}
      {mail && <Sent mail={mail} />}
      {message.leftOut.map(({ name, problem }) => <p class="muted">Not kept: {name}. {problem}</p>)}
      <div class="conversation-steps">
        {message.waits && <StatusLabel kind="info">Waits for an answer</StatusLabel>}
        {message.inboundId && <a href={place}>Whole mail</a>}
        {message.taskId && <a href={`${at}?about=${message.taskId}`}>This thread</a>}
        {mayWrite && message.inboundId && message.contactId && !message.isAutomatic && (
          <a href={`${at}?answer=${message.id}#answer`}>Answer by mail</a>
        )}
        {mayWrite && found !== undefined && (
          <a href={`${place}/answers`}>
            {found === 0 ? "Lay it against the form" : `Check the answers (${found})`}
          </a>
        )}
        {mayWrite && message.waits && (
          <Press action={`${place}/settling`} label="No answer needed" />
        )}
        {mayWrite && isOpen && message.isFromCustomer && message.contactId &&
          !message.isAutomatic && (
          <Press action={`${place}/completion`} label={`Complete “${message.task}”`} />
        )}
        {mayChange && message.doubt && message.senderAddress && !message.contactId && (
          <Press action={`${place}/contact`} label="Make them a contact" />
        )}
      </div>
    </>
  );
}

function Press({ action, label }: { action: string; label: string }) {
  return (
    <form method="post" action={action}>
      <Button type="submit" kind="quiet" small>{label}</Button>
    </form>
  );
}

function Sent({ mail }: { mail: SentState }) {
  if (mail.bounced_at) {
    return (
      <p>
        <StatusLabel kind="bad">{mail.error ?? "Not delivered"}</StatusLabel>
      </p>
    );
  }
  if (mail.state === "sent") return null;
  const words = mail.state === "failed"
    ? `Not sent: ${mail.error ?? "the mail server refused it"}`
    : mail.state === "unknown"
    ? "It may have been sent: the answer was lost"
    : "On its way";
  return (
    <p>
      <StatusLabel kind={mail.state === "failed" ? "bad" : "info"}>{words}</StatusLabel>
    </p>
  );
}
