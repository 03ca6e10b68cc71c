import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Role } from "../base/schema.ts";
import { may } from "./roles.ts";

export interface Step {
  id: "integrations" | "template" | "test_account" | "team" | "workflows";
  title: string;
  why: string;
  done: boolean;
  /** Absent where the person's role cannot do it. */
  to?: { href: string; action: string };
  /** Why there is nothing to press. */
  waitsFor?: string;
}

/** The first days in the order that works best. One statement answers for every mark. */
export async function gettingStarted(tx: OrgDb, roles: readonly Role[]): Promise<Step[]> {
  const { rows: [facts] } = await sql<Facts>`
    select (select count(*) from (
        select from members where org_id = current_org() and deactivated_at is null limit 2) m
      ) > 1 as has_team,
      exists (select from templates where org_id = current_org() and archived_at is null)
        as has_template,
      exists (select from accounts where org_id = current_org() and test) as has_test_account,
      exists (select from connections where org_id = current_org() and state = 'connected'
        and not simulated) as is_connected,
      exists (select from connections where org_id = current_org() and state = 'connected'
        and service = 'slack') as has_slack,
      exists (select from workflows where org_id = current_org() and state = 'active')
        as has_workflow
  `.execute(tx);
  const invites = may(roles, "members.change");
  return [
    {
      id: "integrations",
      title: "Connect your tools, Slack first",
      why: "Your team and customers read messages in Slack. Then Salesforce, HubSpot or Notion: " +
        "their closed deals become accounts by themselves.",
      done: facts!.is_connected,
      to: may(roles, "connectors.change")
        ? facts!.has_slack
          ? { href: "/connectors", action: "Choose the next" }
          : { href: "/connectors/slack/connect", action: "Connect Slack" }
        : undefined,
      waitsFor: may(roles, "connectors.change") ? undefined : "An admin connects them.",
    },
    {
      id: "template",
      title: "Build your first template",
      why: "Milestones and actions that every new customer starts from.",
      done: facts!.has_template,
      to: { href: "/templates/new", action: "Build one" },
    },
    {
      id: "test_account",
      title: "Add a test account",
      why: "Try things out where nothing reaches a customer.",
      done: facts!.has_test_account,
      to: { href: "/accounts/new", action: "Add one" },
    },
    {
      id: "team",
      title: "Invite your team",
      why: "Customer success, operations and sales each see what is theirs.",
      done: facts!.has_team,
      to: invites ? { href: "/members/invitations/new", action: "Invite" } : undefined,
      waitsFor: invites ? undefined : "An admin invites people.",
    },
    {
      id: "workflows",
      title: "Automate with workflows",
      why: "A closed deal starts the onboarding by itself.",
      done: facts!.has_workflow,
      to: may(roles, "workflows.change")
        ? { href: "/workflows/new", action: "Draw one" }
        : undefined,
      waitsFor: may(roles, "workflows.change") ? undefined : "Somebody in operations draws them.",
    },
  ];
}

interface Facts {
  has_team: boolean;
  has_template: boolean;
  has_test_account: boolean;
  is_connected: boolean;
  has_slack: boolean;
  has_workflow: boolean;
}
