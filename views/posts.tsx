import type { Connection } from "../domain/connectors/connections.ts";
import type { ListedPost } from "../domain/messages/posts.ts";
import { Button } from "./parts/buttons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface PostsProps {
  connection: Connection;
  posts: ListedPost[];
  open: boolean;
  more?: string;
  isFirst: boolean;
  maySettle: boolean;
  timeZone: string;
}

/** What was posted, and what needs somebody who looks into the channel. */
export function PostsPage(props: PostsProps) {
  const { connection, posts, open, more, isFirst } = props;
  const at = `/connectors/${connection.id}/posts`;
  const address = (before?: string) => {
    const query = new URLSearchParams({ ...(open && { only: "open" }), ...(before && { before }) });
    return query.size > 0 ? `${at}?${query}` : at;
  };
  return (
    <>
      <Tabs
        label="Messages"
        tabs={[
          { label: "All", href: at, current: !open },
          { label: "Not posted", href: `${at}?only=open`, current: open },
        ]}
      />
      <div
        id="posts"
        hx-get={address()}
        hx-trigger={isFirst ? "post from:#live throttle:2s" : undefined}
        hx-select="#posts"
        hx-swap="outerMorph"
      >
        {posts.length > 0 ? <Rows {...props} /> : <Nothing open={open} />}
      </div>
      <Pagination previous={isFirst ? undefined : address()} next={more && address(more)} />
    </>
  );
}

function Nothing({ open }: { open: boolean }) {
  return open
    ? <EmptyState title="Everything was posted" />
    : (
      <EmptyState title="Nothing was posted yet">
        Choose channels for alerts, or approve a message on an account.
      </EmptyState>
    );
}

function Rows({ connection, posts, maySettle, timeZone }: PostsProps) {
  return (
    <Table
      caption="Messages"
      columns={[
        { label: "Message" },
        { label: "What became of it" },
        { label: "When", wideOnly: true },
        { label: "Settle", quiet: true },
      ]}
    >
      {posts.map((post) => (
        <tr id={`post-${post.id}`}>
          <th scope="row">
            <span class="post-text">{post.text.slice(0, 160)}</span>
            <span class="cell-note">
              #{post.channel} · {CAUSES[post.cause]}
              {post.account && (
                <>
                  {" · "}
                  <a href={`/accounts/${post.account_id}`}>{post.account}</a>
                </>
              )}
            </span>
          </th>
          <td>
            <PostState post={post} />
            {post.error && <span class="cell-note">{post.error}</span>}
          </td>
          <td class="wide-only">
            <RelativeTime at={post.sent_at ?? post.created_at} timeZone={timeZone} />
          </td>
          <RowActions>
            {maySettle && <Settling at={`/connectors/${connection.id}/posts`} post={post} />}
          </RowActions>
        </tr>
      ))}
    </Table>
  );
}

const CAUSES = { action: "Action", workflow: "Workflow", alert: "Alert" };

export function PostState({ post }: { post: Pick<ListedPost, "state" | "url"> }) {
  const { kind, words } = STATES[post.state];
  return (
    <>
      <StatusLabel kind={kind}>{words}</StatusLabel>
      {post.url && (
        <>
          {" "}
          <a href={safeUrl(post.url)} target="_blank" rel="noopener noreferrer">See it in Slack</a>
        </>
      )}
    </>
  );
}

const STATES: Record<ListedPost["state"], { kind: StatusKind; words: string }> = {
  approved: { kind: "info", words: "Waits" },
  sending: { kind: "info", words: "Being posted" },
  sent: { kind: "ok", words: "Posted" },
  failed: { kind: "bad", words: "Not posted" },
  unknown: { kind: "warn", words: "May be posted" },
};

function Settling({ at, post: { id, state } }: { at: string; post: ListedPost }) {
  if (state !== "unknown" && state !== "failed") return null;
  return (
    <>
      {state === "unknown" && (
        <form method="post" action={`${at}/${id}/arrival`}>
          <Button type="submit" kind="quiet" small>It is there</Button>
        </form>
      )}
      <form
        method="post"
        action={`${at}/${id}/resending`}
        data-ask={state === "unknown"
          ? "Post it again? If the first one is there after all, it stands there twice."
          : undefined}
      >
        <Button type="submit" kind="quiet" small>Post again</Button>
      </form>
    </>
  );
}
