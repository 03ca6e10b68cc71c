import type { BigSeed } from "../base/big_seed.ts";

export const messageSeeds: BigSeed[] = [
  {
    table: "mails",
    add: (owner, { number, members, share }) =>
      owner.query(
        `insert into mails (id, class, state, to_name, to_address, subject, body_text, content_hash,
           attempts, carrier, answer, error, created_at, sent_at)
         select ${ID}, case when n % 3 = 0 then 'sign_in' when n % 3 = 1 then 'notice' else 'customer' end,
           state, format('Person %s', person), format('person%s@seed%s.example', person, $1::int),
           (array['Your sign-in link', 'You have been invited', 'What happened this week'])[1 + n % 3],
           repeat(format('Line %s of a letter that says what letters say. ', n), 8),
           sha256(convert_to(format('seed mail %s %s', $1::int, n), 'utf8')), 1,
           'smtp', case when state = 'sent' then '250 queued' end,
           case when state <> 'sent' then '550 mailbox unavailable' end, at,
           case when state = 'sent' then at + interval '2 seconds' end
         from generate_series(1, $3::bigint) n,
           lateral (select 1 + n * 7919 % $2 as person,
             case when n % 1000 = 0 then 'unknown' when n % 100 = 0 then 'failed' else 'sent' end as state,
             now() - (1 - n::float8 / $3) * interval '365 days' as at) made`,
        [number, members, Math.ceil(100_000 * share)],
      ),
  },
];

/** Ids ascend with time, as those Thread gives do. */
const ID =
  `(lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
    || '8' || substr(md5(format('seed mail %s %s', $1::int, n)), 1, 15))::uuid`;
