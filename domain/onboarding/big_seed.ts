import type { BigSeed } from "../base/big_seed.ts";
import { allActions } from "./template_content.ts";
import { starters } from "./template_starters.ts";

/** The largest organisation has 200 templates, every one published. */
const FULL = 500;

export const templateSeeds: BigSeed[] = [
  {
    table: "templates",
    add: async (owner, { number, members, share }) => {
      const [{ content }] = starters() as [ReturnType<typeof starters>[0]];
      await owner.query(
        `insert into templates (id, name, segment, product_line, use_case, industry, draft,
           milestones_count, actions_count, draft_changed, status, usage_count, created_by,
           created_at, changed_at)
         select ${ID}, format('Onboarding %s for %s', n, segment), segment,
           (array['Cloud suite', 'Analytics', 'Mobile'])[1 + n % 3],
           (array['Full roll-out', 'Migration', 'Quick start', 'Renewal'])[1 + n % 4],
           (array['Health', 'Finance', 'Retail', 'Energy', 'Media'])[1 + n % 5],
           $4::jsonb, $5, $6, n % 7 = 0, 'draft', n * 37 % 900,
           md5(format('seed member %s %s', $1::int, 1 + n % $2::int))::uuid, at, at
         from generate_series(1, $3::int) n,
           lateral (select (array['Enterprise', 'Mid-market', 'SMB'])[1 + n % 3] as segment,
             now() - n * interval '1 day' as at) made`,
        [
          number,
          members,
          Math.max(2, Math.ceil(FULL * share)),
          content,
          content.milestones.length,
          allActions(content).length,
        ],
      );
    },
  },
  {
    table: "template_revisions",
    add: (owner) =>
      owner.query(
        `with made as (
           insert into template_revisions (template_id, number, name, content, published_at, published_by)
           select id, 1, name, draft, created_at, created_by from templates
           returning id, template_id
         ) update templates t set status = 'published', published_number = 1,
             published_revision_id = made.id
           from made where t.id = made.template_id`,
        [],
      ),
  },
];

const ID = "md5(format('seed template %s %s', $1::int, n))::uuid";
