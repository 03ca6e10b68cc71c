import { accountSeeds } from "../domain/accounts/big_seed.ts";
import { seedBig } from "../domain/base/big_seed.ts";
import { messageSeeds } from "../domain/messages/big_seed.ts";
import { templateSeeds } from "../domain/onboarding/big_seed.ts";
import { planSeeds } from "../domain/onboarding/plan_seeds.ts";
import { peopleSeeds } from "../domain/people/big_seed.ts";

/** Lower areas first, as those above build on their rows. */
const seeds = [...peopleSeeds, ...accountSeeds, ...messageSeeds, ...templateSeeds, ...planSeeds];

/** So much data that what is slow shows. */
export async function seedAll(ownerUrl: string, say: (line: string) => void): Promise<void> {
  await seedBig(ownerUrl, seeds, say);
}
