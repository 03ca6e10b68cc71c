import { accountSeeds } from "../domain/accounts/big_seed.ts";
import { type BigSeed, seedBig, seedId } from "../domain/base/big_seed.ts";
import type { Connection } from "../domain/base/driver.ts";
import { templateSeeds } from "../domain/onboarding/big_seed.ts";
import { planSeeds } from "../domain/onboarding/plan_seeds.ts";
import { peopleSeeds } from "../domain/people/big_seed.ts";
import { asAdmin, type BenchHouse, type Floor, openFloor } from "./house.ts";

const TENANTS = 20;
const STAFF = 60;
const ACCOUNTS = 100_000;
const quiet = () => {};

/** Twenty organisations of like size: with 100,000 accounts between them, and with 1,000. */
export async function openTenants(house: BenchHouse): Promise<{ many: Floor; few: Floor }> {
  const many = await openFloor(house, "thread_many");
  await seedTenants(many.ownerUrl, ACCOUNTS);
  const few = await openFloor(house, "thread_few");
  await seedTenants(few.ownerUrl, ACCOUNTS / 100);
  for (const { adminUrl } of [many, few]) await asAdmin(adminUrl, "vacuum analyze");
  return { many, few };
}

function seedTenants(ownerUrl: string, accounts: number) {
  const seeds = sizedSeeds(() => ({ members: STAFF, accounts: accounts / TENANTS }));
  return seedBig(ownerUrl, seeds, quiet, { orgs: TENANTS, scale: 1 });
}

/** People, accounts and their plans, as many in each organisation as is said here. */
export function sizedSeeds(
  sizeOf: (number: number) => { members: number; accounts: number },
): BigSeed[] {
  return [...peopleSeeds, ...accountSeeds, ...templateSeeds, ...planSeeds].map((seed) => ({
    ...seed,
    add(owner: Connection, { number }) {
      if (LEFT_OUT.has(seed.table)) return Promise.resolve();
      const { members, accounts } = sizeOf(number);
      const share = accounts / ACCOUNTS;
      return seed.add(owner, {
        id: seedId(`org ${number}`),
        number,
        name: `Bench ${number}`,
        members,
        share,
      });
    },
  }));
}

/** No page that is measured reads them. */
const LEFT_OUT = new Set(["events", "jobs", "sessions"]);
