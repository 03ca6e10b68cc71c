import type { BigSeed } from "../base/big_seed.ts";
import type { Connection } from "../base/driver.ts";

/** A plan for each account, at one of its stages: not begun, in one of its milestones, or through. */
export const planSeeds: BigSeed[] = [
  {
    table: "plans",
    add: (owner) =>
      owner.query(
        `insert into plans (id, account_id, template_id, revision_id, revision_number,
           template_name, applied_at, planned_on, projected_on, finished_at)
         select ${id("plan", "a.id")}, a.id, t.id, r.id, 1, t.name, a.created_at,
           case when stage > 0 then a.go_live_on end, case when stage > 0 then a.go_live_on end,
           case when stage > t.milestones_count then least(now(), a.created_at
             + (20 + abs(hashtext(a.id::text)) % 90) * interval '1 day') end
         from (select *, ${STAGE} as stage, row_number() over (order by id) as n from accounts
           where org_id = current_org()) a
         join (select *, row_number() over (order by id) as n, count(*) over () as all_of_them
           from templates where org_id = current_org()) t on t.n = 1 + a.n % t.all_of_them
         join template_revisions r on r.org_id = current_org() and r.template_id = t.id`,
        [],
      ),
  },
  {
    table: "milestones",
    add: (owner) =>
      owner.query(
        `insert into milestones (id, plan_id, account_id, key, position, name, duration_days,
           our_text, your_text, state, started_at, finished_at, planned_on, projected_on)
         select ${id("milestone", "p.id, at")}, p.id, p.account_id, m ->> 'id', at, m ->> 'name',
           (m ->> 'duration_days')::int, m ->> 'our_text', m ->> 'your_text',
           case when at < stage then 'done' when at = stage then 'active' else 'not_started' end,
           case when at <= stage then ${ENDED} - (stage - at + 1) * ${PACE} end,
           case when at < stage then ${ENDED} - (stage - at) * ${PACE} end,
           case when stage > 0 then current_date + (at - stage)::int * 7 end,
           case when stage > 0 then current_date + (at - stage)::int * 7 end
         from ${PLANS} p, jsonb_array_elements(p.content -> 'milestones')
           with ordinality as listed(m, at)`,
        [],
      ),
  },
  {
    table: "actions",
    add: async (owner) => {
      await joinInBulk(owner);
      await owner.query(ACTIONS, []);
      await owner.query(ACCOUNTS, []);
    },
  },
  {
    table: "drafts",
    add: (owner) =>
      owner.query(
        `insert into drafts (id, action_id, account_id, number, state, to_addresses, subject, body,
           written_by)
         select ${id("draft", "a.id")}, a.id, a.account_id, 1, 'ready', array[c.email],
           'Next steps', 'Hello, these are our next steps. We look forward to it.', 'rules'
         from actions a join contacts c on c.org_id = current_org()
           and c.account_id = a.account_id and c.is_primary
         where a.org_id = current_org() and a.state = 'draft_ready'`,
        [],
      ),
  },
];

/** What was written in this transaction has no statistics yet. */
async function joinInBulk(owner: Connection) {
  await owner.script("set local enable_nestloop = off");
}

function id(noun: string, parts: string): string {
  return `md5(concat_ws(' ', 'seed ${noun}', ${parts}))::uuid`;
}

/** From 0, not begun, to 5, through: the same for an account in every statement. */
const STAGE = `(abs(hashtext(id::text)) % 6)`;

/** One that runs makes a step a week; one that is through was faster or slower, and ended then. */
const ENDED = "coalesce(p.finished_at, now())";
const PACE = `case when p.finished_at is null then interval '7 days'
  else (4 + abs(hashtext(p.account_id::text)) % 9) * interval '1 day' end`;

const PLANS = `(select plans.*, r.content, abs(hashtext(account_id::text)) % 6 as stage
  from plans join template_revisions r on r.org_id = current_org() and r.id = plans.revision_id
  where plans.org_id = current_org())`;

/** One action of a running milestone in four is in each of the states that somebody works on. */
const ACTIONS = `with listed as materialized (
    select r.id as revision_id, m ->> 'id' as key, a, at
    from template_revisions r, jsonb_array_elements(r.content -> 'milestones') m,
      jsonb_array_elements(m -> 'actions') with ordinality as inside(a, at)
    where r.org_id = current_org()
  )
  insert into actions (id, plan_id, account_id, milestone_id, key, position, type,
    label, trigger, delay_hours, owner, due_days, dashboard_visible, portal_visible, blocker,
    send_without_review, content, state, held, due_at, deadline_on, deadline_at, finished_at)
  select md5(concat_ws(' ', 'seed action', made.milestone_id, made.at))::uuid, plan_id, account_id,
    milestone_id, a ->> 'id', at, a ->> 'type', a ->> 'label', a -> 'trigger' ->> 'kind',
    coalesce((a -> 'trigger' ->> 'delay_hours')::int, 0), a ->> 'owner', (a ->> 'due_days')::int,
    (a -> 'dashboard_visible')::boolean, (a -> 'portal_visible')::boolean,
    (a -> 'blocker')::boolean, (a -> 'send_without_review')::boolean, a -> 'content', state, held,
    due_at, case when a ? 'due_days' then due_at::date + (a ->> 'due_days')::int end,
    case when a ? 'due_days' then due_at + ((a ->> 'due_days')::int + 1) * interval '1 day' end,
    case when state = 'completed' then due_at end
  from (
    select m.id as milestone_id, m.plan_id, m.account_id, at, a, c.archived_at is not null as held,
      case when m.state = 'done' then 'completed'
        when m.state = 'not_started' or a -> 'trigger' ->> 'kind' = 'manual' then 'pending'
        when at % 4 = 3 then 'waiting'
        when (at + hashtext(m.plan_id::text)) % 4 = 0 then 'completed'
        when a ->> 'type' = 'SEND_EMAIL' then 'draft_ready'
        when a ->> 'type' in ('SCHEDULE_MEETING', 'SLACK') then 'due'
        else 'executed' end as state,
      case when m.state = 'not_started'
          or m.state = 'active' and a -> 'trigger' ->> 'kind' = 'manual' then null
        when m.state = 'active' and at % 4 = 3
          then now() + (1 + abs(hashtext(m.id::text)) % 600) * interval '1 hour'
        else m.started_at end as due_at
    from milestones m
    join accounts c on c.org_id = m.org_id and c.id = m.account_id
    join plans p on p.org_id = m.org_id and p.id = m.plan_id
    join listed on listed.revision_id = p.revision_id and listed.key = m.key
    where m.org_id = current_org()
  ) made`;

/** What the accounts say of it, as account_rollups.ts would. */
const ACCOUNTS = `update accounts a set actions_done = s.done, actions_total = s.total,
    drafts_waiting = s.drafts, next_due_at = s.next_at, milestone_name = s.milestone,
    next_action = s.next_action, projected_on = s.projected_on, health = case
      when s.finished_at is not null then 'live' when s.milestone is null then 'not_started'
      when s.late_blockers > 0 then 'blocked' when s.late > 0 then 'at_risk' else 'on_track' end
  from (
    select p.account_id, p.finished_at, p.projected_on,
      max(m.name) filter (where m.state = 'active') as milestone,
      count(*) filter (where x.state = 'completed') as done, count(*) as total,
      count(*) filter (where x.state = 'draft_ready') as drafts,
      min(case x.state when 'waiting' then due_at else deadline_at end) filter (where
        x.state in ('waiting', 'due', 'draft_ready', 'executed')) as next_at,
      (array_agg(label order by due_at) filter (where
        x.state in ('waiting', 'due', 'draft_ready', 'executed')))[1] as next_action,
      count(*) filter (where x.state in ('due', 'draft_ready', 'executed')
        and deadline_at <= now()) as late,
      count(*) filter (where x.state in ('due', 'draft_ready', 'executed')
        and deadline_at <= now() and blocker) as late_blockers
    from plans p join actions x on x.org_id = p.org_id and x.plan_id = p.id
      join milestones m on m.org_id = x.org_id and m.id = x.milestone_id
    where p.org_id = current_org() group by p.id, p.account_id, p.finished_at, p.projected_on
  ) s where a.org_id = current_org() and a.id = s.account_id`;
