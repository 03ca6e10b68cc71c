import { type Day, dayIn, formatDay } from "../domain/base/calendar.ts";
import { placeOf, REASONS } from "../domain/messages/notification_rules.ts";
import { topicLabel, TOPICS } from "../domain/messages/notification_topics.ts";
import type {
  Notification,
  NotificationFilter,
  NotificationPage,
} from "../domain/messages/notifications.ts";
import { happened } from "../domain/people/happenings.ts";
import { PLACES } from "./nav.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface NotificationsProps {
  page: NotificationPage;
  filter: NotificationFilter;
  timeZone: string;
  unread: number;
  refusal?: string;
}

export function NotificationsActions({ topic, unread }: { topic?: string; unread: number }) {
  return (
    <>
      {unread > 0 && (
        <form method="post" action="/notifications/readings">
          {topic && <input type="hidden" name="topic" value={topic} />}
          <Button type="submit">{topic ? "Mark these as read" : "Mark all as read"}</Button>
        </form>
      )}
      <LinkButton href={PLACES.told} kind="quiet">How you are told</LinkButton>
    </>
  );
}

/** What a member was told: unread first, by day and account, each with the reason for it. */
export function NotificationsPage(props: NotificationsProps) {
  const { page, filter, timeZone, unread, refusal } = props;
  const { topic, unreadOnly } = filter;
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <div
        id="notifications"
        hx-get={address(filter, filter.after)}
        hx-trigger="notification from:#live throttle:2s"
        hx-select="#notifications"
        hx-swap="outerMorph"
      >
        <Tabs
          label="Which notifications"
          tabs={[
            { href: address({ topic }), label: "All", current: !unreadOnly },
            {
              href: address({ topic, unreadOnly: true }),
              label: "Unread",
              count: unread,
              current: unreadOnly,
            },
          ]}
        >
          <TopicFilter filter={filter} />
        </Tabs>
        {page.notifications.length > 0
          ? <Told notifications={page.notifications} timeZone={timeZone} />
          : <Nothing filter={filter} />}
        <Pagination
          next={page.next && address(filter, page.next)}
          summary={filter.after && <a href={address(filter)}>Back to the newest</a>}
        />
      </div>
    </>
  );
}

function TopicFilter({ filter: { topic, unreadOnly } }: { filter: NotificationFilter }) {
  return (
    <form class="filter-bar" method="get" action="/notifications" role="search">
      {unreadOnly && <input type="hidden" name="view" value="unread" />}
      <select class="input select" name="about" aria-label="About">
        <option value="">About everything</option>
        {TOPICS.map((one) => (
          <option value={one.topic} selected={one.topic === topic}>{one.label}</option>
        ))}
      </select>
      <button type="submit" class="button plain">Filter</button>
      {topic && <a class="button quiet" href={address({ unreadOnly })}>Clear</a>}
    </form>
  );
}

function Nothing({ filter: { topic, unreadOnly } }: { filter: NotificationFilter }) {
  if (topic) {
    return (
      <EmptyState
        title={`Nothing ${unreadOnly ? "unread " : ""}of this kind`}
        action={<LinkButton href="/notifications">Show everything</LinkButton>}
      >
        You asked for: {topicLabel(topic)}.
      </EmptyState>
    );
  }
  return unreadOnly
    ? (
      <EmptyState
        title="You have read everything"
        action={<LinkButton href="/notifications">Show what you have read</LinkButton>}
      />
    )
    : (
      <EmptyState title="Nothing has concerned you yet">
        What customers send, what becomes late, and accounts that are given to you are listed here.
      </EmptyState>
    );
}

function Told({ notifications, timeZone }: { notifications: Notification[]; timeZone: string }) {
  const parts = Map.groupBy(notifications, ({ readAt }) => readAt === null);
  return (
    <>
      {[...parts].map(([unread, those]) =>
        [...Map.groupBy(those, ({ at }) => dayIn(timeZone, at))].map(([day, ofDay]) => (
          <Day day={day} unread={unread} notifications={ofDay} timeZone={timeZone} />
        ))
      )}
    </>
  );
}

function Day(
  { day, unread, notifications, timeZone }: {
    day: Day;
    unread: boolean;
    notifications: Notification[];
    timeZone: string;
  },
) {
  const accounts = Map.groupBy(notifications, ({ account, accountId }) => accountId ?? account);
  return (
    <section class="told-day">
      <h2>
        {formatDay(day, "en-GB", "full")}
        <span class="muted">{unread ? "unread" : "read"}</span>
      </h2>
      {[...accounts.values()].map((those) => (
        <Account unread={unread} notifications={those} timeZone={timeZone} />
      ))}
    </section>
  );
}

function Account(
  { unread, notifications, timeZone }: {
    unread: boolean;
    notifications: Notification[];
    timeZone: string;
  },
) {
  const { account, accountId } = notifications[0]!;
  return (
    <div class="told-account">
      <header>
        <h3>
          {accountId
            ? <a href={`/accounts/${accountId}`}>{account}</a>
            : account ?? "Your organisation"}
        </h3>
        {unread && accountId && notifications.length > 1 && (
          <form method="post" action="/notifications/readings">
            <input type="hidden" name="account" value={accountId} />
            <Button
              type="submit"
              kind="quiet"
              small
              aria-label={`Mark all ${notifications.length} as read: ${account}`}
            >
              Mark all {notifications.length} as read
            </Button>
          </form>
        )}
      </header>
      <ul>{notifications.map((one) => <Line told={one} timeZone={timeZone} />)}</ul>
    </div>
  );
}

function Line({ told, timeZone }: { told: Notification; timeZone: string }) {
  const isUnread = told.readAt === null;
  const at = `/notifications/${told.eventId}/reading`;
  const isShown = told.account === null || told.accountId !== null;
  return (
    <li class={isUnread ? "told unread" : "told"} id={`notification-${told.eventId}`}>
      <span class="told-mark" aria-hidden="true"></span>
      <div class="told-words">
        {isShown ? <Open told={told} at={at} isUnread={isUnread} /> : <p>Something happened.</p>}
        <p class="told-why">
          <RelativeTime at={told.at} timeZone={timeZone} />
          <span>You get this because {REASONS[told.reason] ?? "it concerns you"}.</span>
        </p>
      </div>
      <form method="post" action={isUnread ? at : `${at}/removal`}>
        <Button type="submit" kind="quiet" small>
          {isUnread ? "Mark as read" : "Mark as unread"}
          <span class="hidden">: {sentence(told)}</span>
        </Button>
      </form>
    </li>
  );
}

/** The line leads to what happened. An unread one is read by that, so it is a button. */
function Open({ told, at, isUnread }: { told: Notification; at: string; isUnread: boolean }) {
  const words = (
    <>
      <strong>{actorOf(told)}</strong> {happened(told)}
    </>
  );
  if (!isUnread) return <a class="told-open" href={safeUrl(placeOf(told))}>{words}</a>;
  return (
    <form method="post" action={at}>
      <button type="submit" class="told-open" name="go" value="on">
        <span class="hidden">Unread:</span>
        {words}
      </button>
    </form>
  );
}

const ACTORS: Record<string, string> = {
  contact: "A customer",
  operator: "The operator",
  rule: "A rule",
};

function actorOf({ actor, actorKind }: Notification): string {
  return actor ?? ACTORS[actorKind] ?? "Thread";
}

const sentence = (one: Notification) => `${actorOf(one)} ${happened(one)}`;

function address(
  { topic, unreadOnly }: NotificationFilter,
  after?: NotificationFilter["after"],
): string {
  const query = new URLSearchParams();
  if (topic) query.set("about", topic);
  if (unreadOnly) query.set("view", "unread");
  if (after) query.set("after", `${after.unread ? "u" : "r"}${after.eventId}`);
  const text = query.toString();
  return text ? `/notifications?${text}` : "/notifications";
}
