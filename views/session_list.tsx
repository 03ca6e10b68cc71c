import { Button } from "./parts/buttons.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ShownSession {
  id: string;
  browser: string;
  ip: string;
  startedAt: Date;
  seenAt: Date;
  isThis: boolean;
}

export function SessionTable({ sessions }: { sessions: ShownSession[] }) {
  return (
    <Table
      caption="Where you are signed in"
      columns={[
        { label: "Browser" },
        { label: "Address", wideOnly: true },
        { label: "Signed in", wideOnly: true },
        { label: "Last seen" },
        { label: "End", quiet: true },
      ]}
    >
      {sessions.map((session) => <SessionRow session={session} />)}
    </Table>
  );
}

function SessionRow({ session }: { session: ShownSession }) {
  return (
    <tr id={`session-${session.id}`}>
      <th scope="row">{session.browser}</th>
      <td class="wide-only">{session.ip || "unknown"}</td>
      <td class="wide-only">
        <RelativeTime at={session.startedAt} />
      </td>
      <td>
        {session.isThis
          ? <StatusLabel kind="ok">This browser</StatusLabel>
          : <RelativeTime at={session.seenAt} />}
      </td>
      <td class="row-actions">
        {!session.isThis && (
          <form method="post" action={`/profile/sessions/${session.id}/revocation`}>
            <Button type="submit" small aria-label={`End ${session.browser}`}>End</Button>
          </form>
        )}
      </td>
    </tr>
  );
}

export function EndOthers() {
  return (
    <form method="post" action="/profile/sessions/revocation">
      <Button type="submit" kind="danger">End all others</Button>
    </form>
  );
}
