import { Hono } from "hono";
import { searchAccounts } from "../domain/accounts/account_search.ts";
import { search as find } from "../domain/people/search.ts";
import { roleLabels } from "../domain/people/roles.ts";
import { SearchPage } from "../views/search.tsx";
import { type CommandGroup, CommandResults } from "../views/parts/command_menu.tsx";
import type { Env } from "./env.ts";
import { viewerOf } from "./account_access.ts";
import { showPage, showPart } from "./page.tsx";
import { signedInAs } from "./tenant.ts";

/** What the command menu asks at every letter; without script, a page of its own. */
export const search = new Hono<Env>().get("/", async (c) => {
  const q = (c.req.query("q") ?? "").replaceAll(/\p{Cc}/gu, "").slice(0, 100);
  const [{ members, places }, accounts] = await Promise.all([
    find(c.var.tx, signedInAs(c).member.roles, q),
    searchAccounts(c.var.tx, viewerOf(c), q),
  ]);
  const groups: CommandGroup[] = [
    {
      label: "Accounts",
      commands: accounts.map(({ id, name, domain }) => ({
        id: `account-${id}`,
        label: name,
        href: `/accounts/${id}`,
        detail: domain ?? undefined,
      })),
    },
    {
      label: "Pages",
      commands: places.map(({ id, label, href }) => ({ id: `place-${id}`, label, href })),
    },
    {
      label: "Members",
      commands: members.map(({ id, name, roles }) => ({
        id: `member-${id}`,
        label: name,
        href: `/members/${id}`,
        detail: roleLabels(roles),
      })),
    },
  ];
  return await showPart(
    c,
    <CommandResults groups={groups} />,
    () => showPage(c, { title: "Search", header: {} }, <SearchPage q={q} groups={groups} />),
  );
});
