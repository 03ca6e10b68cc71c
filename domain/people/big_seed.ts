import type { BigSeed } from "../base/big_seed.ts";
import { DEMO_PASSWORD } from "./demo.ts";
import { hashPassword } from "./passwords.ts";

/** The first member of each organisation is its admin: person1@seed1.example, and so on. */
export const peopleSeeds: BigSeed[] = [
  {
    table: "orgs",
    add: (owner, { id, name, number }) =>
      owner.query(
        `with org as (
           insert into orgs (id, name, time_zone)
           values ($1, $2, (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + $3::int % 3])
         ) insert into brandings (org_id) values ($1)`,
        [id, name, number],
      ),
  },
  {
    table: "members",
    async add(owner, { number, members }) {
      password ??= hashPassword(DEMO_PASSWORD);
      await owner.query(
        `insert into identities (id, email, name, password_hash, password_set_at, verified_at)
         select md5(format('seed identity %s %s', $1::int, n))::uuid, ${EMAIL}, ${NAME}, $3, now(), now()
         from generate_series(1, $2::int) n on conflict (id) do nothing`,
        [number, members, await password],
      );
      await owner.query(
        `insert into members (id, identity_id, email, name, job_title, roles, joined_at, deactivated_at)
         select md5(format('seed member %s %s', $1::int, n))::uuid,
           md5(format('seed identity %s %s', $1::int, n))::uuid, ${EMAIL}, ${NAME},
           (array['CSM', 'Senior CSM', 'Account executive', 'Team lead', 'Operations'])[1 + n % 5],
           case when n = 1 then '{admin}' when n % 50 = 0 then '{leader}' when n % 20 = 0 then '{ops}'
             when n % 3 = 0 then '{ae}' else '{csm}' end::text[],
           now() - n % 700 * interval '1 day',
           case when n % 25 = 24 then now() - n % 30 * interval '1 day' end
         from generate_series(1, $2::int) n`,
        [number, members],
      );
    },
  },
  {
    table: "sessions",
    add: (owner, { number, members }) =>
      owner.query(
        `insert into sessions (token_hash, identity_id, org_id, method, user_agent, seen_at)
         select sha256(convert_to(format('seed %s %s', $1::int, n), 'utf8')),
           md5(format('seed identity %s %s', $1::int, n))::uuid, current_org(), 'password', 'Seed',
           now() - n % 14 * interval '1 day'
         from generate_series(1, $2::int, 2) n`,
        [number, members],
      ),
  },
  {
    table: "invitations",
    add: (owner, { number, members }) =>
      owner.query(
        `insert into invitations (email, roles, token_hash, invited_by, created_at, expires_at, revoked_at)
         select format('invited%s@seed%s.example', n, $1::int), '{csm}',
           sha256(convert_to(format('seed invitation %s %s', $1::int, n), 'utf8')),
           md5(format('seed member %s 1', $1::int))::uuid, at, at + interval '14 days',
           case when n % 4 = 0 then at + interval '1 day' end
         from generate_series(1, ceil($2::int / 5.0)::int) n,
           lateral (select now() - n % 40 * interval '1 day' as at) created`,
        [number, members],
      ),
  },
  {
    table: "holidays",
    add: (owner) =>
      owner.query(
        `insert into holidays (day, name)
         select make_date(year, month, day), name
         from generate_series(2026, 2028) year,
           (values (1, 1, 'New Year''s Day'), (5, 1, 'Labour Day'), (12, 25, 'Christmas Day'),
             (12, 26, 'Boxing Day')) fixed (month, day, name)`,
        [],
      ),
  },
  {
    table: "events",
    add: (owner, { number, members, share }) =>
      owner.query(
        `insert into events (at, kind, subject_id, actor_kind, actor_id, cause, data)
         select now() - (1 - n::float8 / $3) * interval '365 days',
           (array['member.joined', 'member.changed', 'invitation.sent', 'org.changed', 'session.started'])
             [1 + n % 5],
           md5(format('seed member %s %s', $1::int, 1 + n * 7919 % $2))::uuid, 'member',
           md5(format('seed member %s %s', $1::int, 1 + n * 104729 % $2))::uuid, 'seed',
           jsonb_build_object('name', format('Person %s', 1 + n * 7919 % $2))
         from generate_series(1, $3::bigint) n`,
        [number, members, Math.ceil(1_000_000 * share)],
      ),
  },
  {
    table: "jobs",
    add: (owner, { members }) =>
      owner.query(
        `insert into jobs (kind, lane, payload, attempts, parked_at, last_error, cause, run_at, created_at)
         select 'send_mail', 'outside', jsonb_build_object('mailId', gen_random_uuid()), 12, at, 'Error: the mail server did not answer', 'seed', at, at
         from generate_series(1, ceil($1::int / 100.0)::int) n,
           lateral (select now() - n * interval '1 hour' as at) parked`,
        [members],
      ),
  },
];

let password: Promise<string> | undefined;

const EMAIL = "format('person%s@seed%s.example', n, $1::int)";
const NAME =
  `(array['Ada', 'Ben', 'Chloé', 'Dmitri', 'Emeka', 'Fatima', 'Grace', 'Hiro'])[1 + n % 8]
  || ' ' || (array['Ōta', 'Berg', 'Castro', 'Diallo', 'Evans', 'Fischer', 'García'])[1 + n % 7]
  || ' ' || n`;
