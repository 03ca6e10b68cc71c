import type { Role } from "../base/schema.ts";
import { may } from "../people/roles.ts";

/** Who asks: an account executive is shown only the accounts that name them. */
export interface Viewer {
  id: string;
  roles: readonly Role[];
}

export function seesAll({ roles }: Viewer): boolean {
  return may(roles, "accounts.readAll");
}
