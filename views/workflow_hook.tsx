import type { Delivery } from "../domain/workflows/hooks.ts";
import { Button } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

interface HookProps {
  workflow: { id: string; name: string; hook_hash: Uint8Array | null };
  deliveries: Delivery[];
  /** Only at once after they were made: neither is shown again. */
  made?: { address: string; secret: string };
}

export function HookPage({ workflow, deliveries, made }: HookProps) {
  const has = workflow.hook_hash !== null || made !== undefined;
  return (
    <>
      {made && (
        <Banner kind="ok" title="Copy both now: they are not shown again">
          <dl class="facts">
            <div>
              <dt>Address</dt>
              <dd>
                <code>{made.address}</code>
              </dd>
            </div>
            <div>
              <dt>Secret</dt>
              <dd>
                <code>{made.secret}</code>
              </dd>
            </div>
          </dl>
        </Banner>
      )}
      <Section
        title="Address"
        lead="Another system sends JSON here, one event or a list of them. Each starts a run."
      >
        <p>
          It signs with the header{" "}
          <code>X-Thread-Signature: t=seconds,v1=HMAC-SHA256(secret, seconds.body)</code>{" "}
          in hexadecimal, at most 5 minutes ago. <code>Idempotency-Key</code>, or{" "}
          <code>event_id</code> or <code>id</code> in the event, tells an event that arrives again.
        </p>
        <form method="post" action={`/workflows/${workflow.id}/hook`}>
          <Button type="submit" kind={has ? "danger" : "primary"}>
            {has ? "Make a new address and secret" : "Make its address and secret"}
          </Button>
        </form>
        {has && <p>The address before is no longer heard then.</p>}
      </Section>
      <Section title="What has arrived" lead="The last hundred events, and what became of each.">
        {deliveries.length === 0
          ? <EmptyState title="Nothing has arrived yet" />
          : <Deliveries deliveries={deliveries} />}
      </Section>
    </>
  );
}

const FATES: Record<Delivery["fate"], [StatusKind, string]> = {
  waiting: ["info", "Is about to start a run"],
  started: ["ok", "Started a run"],
  not_started: ["none", "Started nothing"],
  refused: ["bad", "Refused"],
};

function Deliveries({ deliveries }: Pick<HookProps, "deliveries">) {
  return (
    <Table
      caption="What has arrived"
      columns={[{ label: "Event" }, { label: "What became of it" }, { label: "Arrived" }]}
    >
      {deliveries.map(({ key, fate, why, times, runId, arrivedAt }) => (
        <tr>
          <th scope="row">
            {runId ? <a href={`/runs/${runId}`}>{key}</a> : key}
            {times > 1 && <span class="sub">Arrived {times} times, done once</span>}
          </th>
          <td>
            <StatusLabel kind={FATES[fate][0]}>{FATES[fate][1]}</StatusLabel>
            {why && <span class="sub">{why}</span>}
          </td>
          <td>
            <RelativeTime at={arrivedAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
