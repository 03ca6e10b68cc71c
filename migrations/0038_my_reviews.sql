-- A CSM's own drafts are found by way of their accounts, however many wait in the organisation.
create index actions_drafted on actions (org_id, account_id, due_at, id)
  where state = 'draft_ready' and not held;
