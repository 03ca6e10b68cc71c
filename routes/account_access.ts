import type { MiddlewareHandler } from "hono";
import { type AccountWithPeople, findAccount } from "../domain/accounts/accounts.ts";
import type { Viewer } from "../domain/accounts/viewers.ts";
import { Forbidden } from "../domain/base/errors.ts";
import { type Ability, may, whoMay } from "../domain/people/roles.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { signedInAs } from "./tenant.ts";

/** The path of one account. */
export const ACCOUNT = `/:id{${UUID}}`;

export function viewerOf(c: Ctx): Viewer {
  const { id, roles } = signedInAs(c).member;
  return { id, roles };
}

/** The account of the address, for those who may see it: to everybody else it is not there. */
export function accountOf(c: Ctx): Promise<AccountWithPeople> {
  return findAccount(c.var.tx, viewerOf(c), c.req.param("id")!);
}

/**
 * Asks whether the account is there for this person before it asks what they may do with it, so
 * that a refusal tells nobody of an account that they cannot see.
 */
export function requiresOnAccount(ability: Ability): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (!may(signedInAs(c).member.roles, ability)) {
      await accountOf(c);
      throw new Forbidden("Your role does not include this", whoMay(ability));
    }
    await next();
  };
}

export function mayOnAccount(c: Ctx) {
  const { roles } = signedInAs(c).member;
  return {
    change: may(roles, "accounts.change"),
    assign: may(roles, "accounts.assign"),
    runRounds: may(roles, "rounds.run"),
    archive: may(roles, "accounts.archive"),
    import: may(roles, "imports.run"),
    seeAll: may(roles, "accounts.readAll"),
  };
}
