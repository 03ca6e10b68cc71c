import { Button, LinkButton } from "./parts/buttons.tsx";
import { Banner, Toast } from "./parts/notices.tsx";
import { EmptyState, ErrorState, NoAccess, Skeleton } from "./parts/states.tsx";
import type { Sample } from "./styleguide.tsx";

export const noticeSamples: Sample[] = [
  {
    name: "Banner",
    draw: () => (
      <div class="stack">
        <Banner kind="info" title="Edited in Notion" action={<Button small>Open in Notion</Button>}>
          Synced 2 minutes ago. This page is read-only here.
        </Banner>
        <Banner kind="ok" title="Import finished">
          36 accounts were made, 2 changed, 4 skipped.
        </Banner>
        <Banner kind="warn" title="Slack needs attention">
          The last three messages were refused. <a href="/connectors/slack">Connect again</a>
        </Banner>
        <Banner kind="bad" title="This workflow is paused">
          It failed 5 times in a row at Manager approval.
        </Banner>
      </div>
    ),
  },
  {
    name: "Toast",
    draw: () => (
      <div class="stack">
        <Toast>Priya Shah was invited</Toast>
        <Toast kind="bad" action={<Button small>Try again</Button>}>The mail was not sent</Toast>
      </div>
    ),
  },
];

export const stateSamples: Sample[] = [
  {
    name: "Empty",
    draw: () => (
      <EmptyState
        title="No accounts yet"
        action={<LinkButton href="/accounts/new" kind="primary">Add an account</LinkButton>}
        example={<p>Northwind Traders, Enterprise, go-live 14 December</p>}
      >
        <p>
          An account is one customer on the way to go-live: its plan, its people and its portal.
        </p>
      </EmptyState>
    ),
  },
  {
    name: "No access",
    draw: () => <NoAccess what="organisation settings" grantedBy="Maya Ortiz or another admin" />,
  },
  {
    name: "Error",
    draw: () => (
      <ErrorState
        title="The list of jobs cannot be shown"
        safe="No job was lost: they keep running."
        retry="/jobs"
        reference="9f2c41d7"
      >
        <p>Thread took too long to answer.</p>
      </ErrorState>
    ),
  },
  { name: "Loading", draw: () => <Skeleton lines={4} /> },
];
