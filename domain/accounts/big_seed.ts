import type { BigSeed } from "../base/big_seed.ts";

const FULL = 100_000;

/** An account for each half member, with two contacts and, every third one, a note. */
export const accountSeeds: BigSeed[] = [
  {
    table: "accounts",
    add: (owner, { number, members, share }) =>
      owner.query(
        `insert into accounts (id, name, match_key, domain, segment, industry, arr_cents, closed_on,
           go_live_on, csm_id, ae_id, health, milestone_name, actions_done, actions_total,
           next_due_at, drafts_waiting, test, archived_at, created_at)
         select ${ID}, made.name, lower(made.name), format('company%s.example', n),
           (array['Enterprise', 'Mid-market', 'SMB'])[1 + n % 3],
           (array['Logistics', 'Retail', 'Health', 'Finance', 'Energy', 'Media', 'Travel'])[1 + n % 7],
           n % 9973 * 100000, (at at time zone 'UTC')::date, (at at time zone 'UTC')::date + 30 + (n % 90)::int,
           case when n % 50 <> 0 then csm.id end, ae.id,
           (array['not_started', 'on_track', 'on_track', 'on_track', 'at_risk', 'waiting', 'blocked', 'live'])
             [1 + n % 8],
           (array['Kickoff', 'Data migration', 'Setup', 'Training', 'Go-live'])[1 + n % 5],
           n % 10, 10, now() + (n % 40 - 10) * interval '1 day',
           case when n % 20 = 0 then 1 else 0 end, n % 200 = 0,
           case when n % 10 = 9 then at + interval '200 days' end, at
         from generate_series(1, $3::bigint) n
         cross join lateral (select now() - (1 - n::float8 / $3) * interval '365 days' as at,
           ${NAME} as name) made
         left join members csm on csm.org_id = current_org()
           and csm.id = md5(format('seed member %s %s', $1::int, ${memberOf(2)}))::uuid
         left join members ae on ae.org_id = current_org()
           and ae.id = md5(format('seed member %s %s', $1::int, ${memberOf(3)}))::uuid`,
        [number, members, Math.ceil(FULL * share)],
      ),
  },
  {
    table: "contacts",
    add: (owner, { number }) =>
      owner.query(
        `insert into contacts (id, account_id, name, email, job_title, is_primary)
         select md5(format('seed contact %s %s %s', $1::int, a.id, k))::uuid, a.id,
           (array['Priya', 'Jonas', 'Aiko', 'Marta', 'Samir', 'Lena'])[1 + (k * 3 + length(a.name)) % 6]
             || ' ' || (array['Nair', 'Weber', 'Sato', 'Rossi', 'Haddad', 'Olsen'])[1 + (k + length(a.domain)) % 6],
           format('contact%s@%s', k, a.domain), (array['COO', 'IT lead'])[k], k = 1
         from accounts a, generate_series(1, 2) k where a.org_id = current_org()`,
        [number],
      ),
  },
  {
    table: "notes",
    add: (owner, { number }) =>
      owner.query(
        `insert into notes (id, account_id, author_id, body)
         select md5(format('seed note %s %s', $1::int, id))::uuid, id, csm_id,
           'Wants single sign-on before the training starts'
         from accounts where org_id = current_org() and actions_done % 3 = 0`,
        [number],
      ),
  },
  {
    table: "search_words",
    add: (owner) =>
      owner.query(
        `insert into search_words (word, account_id, source_id)
         select distinct word, account_id, source_id from (
           select id as account_id, id as source_id,
             name || ' ' || replace(domain, '.', ' ') || ' ' || industry as said
           from accounts where org_id = current_org()
           union all
           select account_id, id, name || ' ' || translate(email, '@.', '  ') || ' ' || job_title
           from contacts where org_id = current_org()
           union all
           select account_id, id, translate(body, '-', ' ') from notes where org_id = current_org()
         ) source, regexp_split_to_table(lower(said), '\\s+') word where word <> ''`,
        [],
      ),
  },
];

/** One of at most four hundred members in the role whose numbers leave this rest by three. */
const memberOf = (rest: number) =>
  `${rest} + 3 * (n * 7919 % greatest(1, least(400, $2::int / 3)))`;

const NAME =
  `(array['Northwind', 'Fabrikam', 'Contoso', 'Tailspin', 'Adventure', 'Wingtip', 'Litware', 'Proseware'])
    [1 + n * 7919 % 8] || ' ' || (array['Traders', 'Health', 'Toys', 'Works', 'Bank', 'Media', 'Foods'])
    [1 + n * 104729 % 7] || ' ' || n`;

/** Ids ascend with time, as those Thread gives do. */
const ID =
  `(lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
    || '8' || substr(md5(format('seed account %s %s', $1::int, n)), 1, 15))::uuid`;
