import { Hono } from "hono";
import { search as find } from "../domain/people/search.ts";
import { roleLabels } from "../domain/people/roles.ts";
import { SearchPage } from "../views/search.tsx";
import { type CommandGroup, CommandResults } from "../views/parts/command_menu.tsx";
import type { Env } from "./env.ts";
import { showPage, showPart } from "./page.tsx";
import { signedInAs } from "./tenant.ts";

/** What the command menu asks at every letter; without script, a page of its own. */
export const search = new Hono<Env>().get("/", async (c) => {
  const q = (c.req.query("q") ?? "").replaceAll(/\p{Cc}/gu, "").slice(0, 100);
  const { members, places } = await find(c.var.tx, signedInAs(c).member.roles, q);
  const groups: CommandGroup[] = [
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
