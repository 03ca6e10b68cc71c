import { wordsIn } from "../domain/messages/words/words.ts";
import type { Message } from "../domain/messages/conversations.ts";
import { AccountTabs } from "./account.tsx";
import type { FormState } from "./parts/fields.tsx";
import { Conversation } from "./portal_messages.tsx";

export function AccountMessages(
  { account, messages, timeZone, mayWrite, form }: {
    account: { id: string; name: string };
    messages: Message[];
    timeZone: string;
    mayWrite: boolean;
    form?: FormState;
  },
) {
  const at = `/accounts/${account.id}/messages`;
  return (
    <>
      <AccountTabs id={account.id} current="/messages" />
      <div
        id="messages"
        hx-get={at}
        hx-trigger="message from:#live throttle:2s"
        hx-select="#conversation"
        hx-target="#conversation"
        hx-swap="outerMorph"
      >
        <p class="lead">
          What is written here, the people of {account.name}{" "}
          read in their portal. Notes are not shown to them.
        </p>
        <Conversation
          words={wordsIn("en")}
          messages={messages}
          timeZone={timeZone}
          isCustomer={false}
          action={at}
          to={account.name}
          form={form}
          readOnly={!mayWrite}
        />
      </div>
    </>
  );
}
