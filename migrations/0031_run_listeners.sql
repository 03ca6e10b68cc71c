-- What a customer does is recorded with the question whether a run waits for it. Row security keeps
-- every such row from them, so for customers nobody ever waits; the sealer asks again for all.
grant select (org_id, kind, key) on run_waits to thread_portal;
