import type { HandoffWithNames } from "../domain/onboarding/handoffs.ts";
import { HandoffStatus } from "./handoff.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

/** What waits for this account executive. */
export function HandoffList({ handoffs }: { handoffs: HandoffWithNames[] }) {
  if (handoffs.length === 0) {
    return (
      <EmptyState title="No handoff waits for you">
        When a deal of yours is handed over to customer success, its questions stand here, with
        drafted answers to correct.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Handoffs that wait for you"
      columns={[{ label: "Account" }, { label: "State" }, { label: "Asked" }]}
    >
      {handoffs.map((handoff) => (
        <tr id={`handoff-${handoff.id}`}>
          <th scope="row">
            <a href={`/handoffs/${handoff.id}`}>{handoff.account}</a>
          </th>
          <td>
            <HandoffStatus state={handoff.state} />
          </td>
          <td>
            <RelativeTime at={handoff.asked_at} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
