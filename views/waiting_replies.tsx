import type { WaitingReply } from "../domain/messages/replies.ts";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface WaitingProps {
  replies: WaitingReply[];
  /** Up to a hundred. */
  count: number;
  unmatched: number;
  /** The address of the page, which renews it. */
  at: string;
}

/** What customers wrote and nobody has answered, above the drafts that wait. */
export function WaitingReplies({ replies, count, unmatched, at }: WaitingProps) {
  const number = count >= 100 ? "100 or more" : String(count);
  return (
    <div
      id="waiting-replies"
      hx-get={at}
      hx-trigger="message from:#live throttle:2s, inbound from:#live throttle:2s"
      hx-select="#waiting-replies"
      hx-swap="outerMorph"
    >
      {(count > 0 || unmatched > 0) && (
        <Section title={count > 0 ? `Replies that wait (${number})` : "Replies that wait"}>
          <ol class="waiting-replies" aria-label="Replies that wait">
            {replies.map((reply) => (
              <li data-row="">
                <a href={`/accounts/${reply.accountId}/messages#message-${reply.id}`}>
                  {reply.by}, {reply.account}
                </a>{" "}
                <span class="muted">
                  {reply.channel === "mail" && "by mail "}
                  <RelativeTime at={reply.at} />
                  {reply.task && `, about ${reply.task}`}
                </span>{" "}
                {reply.doubt && <StatusLabel kind="warn" chip>Unknown sender</StatusLabel>}
                <span class="sub clipped">{reply.body}</span>
              </li>
            ))}
          </ol>
          {unmatched > 0 && (
            <p>
              <a href="/inbound">
                {unmatched === 1 ? "One mail belongs" : `${unmatched} mails belong`}{" "}
                to no account that Thread could tell
              </a>
            </p>
          )}
        </Section>
      )}
    </div>
  );
}
