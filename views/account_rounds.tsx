import {
  resultInWords,
  ROUND_STATES,
  roundInWords,
} from "../domain/onboarding/account_round_words.ts";
import type { NamedRound } from "../domain/onboarding/account_rounds.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

/** Those that were begun, newest first. */
export function AccountRounds({ rounds, older }: { rounds: NamedRound[]; older?: string }) {
  if (rounds.length === 0) {
    return (
      <EmptyState
        title="Nothing was done to many accounts yet"
        action={<LinkButton kind="primary" href="/accounts">To the accounts</LinkButton>}
      >
        Tick accounts in the list, or all that its filters hold, to assign them, to apply a template
        or to archive them. You are told what it would do before anything is done.
      </EmptyState>
    );
  }
  return (
    <div
      id="rounds"
      hx-get="/accounts/rounds"
      hx-trigger="round from:#live throttle:2s"
      hx-select="#rounds"
      hx-target="this"
      hx-swap="outerMorph"
    >
      <Table
        caption="Bulk changes"
        columns={[
          { label: "What" },
          { label: "State" },
          { label: "Result", wideOnly: true },
          { label: "By", wideOnly: true },
          { label: "Begun" },
        ]}
      >
        {rounds.map((round) => <RoundLine round={round} />)}
      </Table>
      <Pagination next={older && `/accounts/rounds?before=${older}`} />
    </div>
  );
}

function RoundLine({ round }: { round: NamedRound }) {
  const { kind, label } = ROUND_STATES[round.state];
  return (
    <tr>
      <th scope="row">
        <a href={`/accounts/rounds/${round.id}`}>{roundInWords(round)}</a>
      </th>
      <td>
        <StatusLabel kind={kind}>{label}</StatusLabel>
      </td>
      <td class="wide-only">{resultInWords(round)}</td>
      <td class="wide-only">{round.by}</td>
      <td>
        <RelativeTime at={round.asked_at} />
      </td>
    </tr>
  );
}
