import { HEALTHS } from "../domain/accounts/account_words.ts";
import type { Health } from "../domain/base/schema.ts";
import { StatusLabel } from "./parts/status.tsx";

export function AccountHealth({ health, chip }: { health: Health; chip?: boolean }) {
  const known = HEALTHS.find((one) => one.health === health)!;
  return <StatusLabel kind={known.kind} chip={chip}>{known.label}</StatusLabel>;
}
