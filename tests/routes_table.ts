import type { Ability } from "../domain/people/roles.ts";
import { accounts } from "./routes/accounts.ts";
import { drafts } from "./routes/drafts.ts";
import { entrance, own } from "./routes/entrance.ts";
import { handoffs } from "./routes/handoffs.ts";
import { house } from "./routes/house.ts";
import { connectors } from "./routes/connectors.ts";
import { queueSettings, tasks, trials } from "./routes/queues.ts";
import { metrics } from "./routes/metrics.ts";
import { portal, portalStaff } from "./routes/portal.ts";
import { replies } from "./routes/replies.ts";
import { runs } from "./routes/runs.ts";
import { notifications } from "./routes/notifications.ts";
import { imports } from "./routes/imports.ts";
import { joining, people, settings } from "./routes/people.ts";
import { aiSettings, templateContent, templateProposals, templates } from "./routes/templates.ts";
import { upgrades } from "./routes/upgrades.ts";
import { workflows } from "./routes/workflows.ts";
import { planActions, planMilestones, plans } from "./routes/plans.ts";

/** Who gets an answer; everybody else is sent to sign in, told "no access" or "not found". */
export type Gate =
  | "anyone"
  | "person"
  | "invited"
  | "member"
  | "operator"
  | "author"
  | "contact"
  | Ability;

export interface Route {
  may: Gate;
  /** Only shortly after the person has proved who they are. */
  fresh?: true;
  /** A valid address, where it is not the route itself. `{mail}` stands for an object's id. */
  at?: string;
  /** A valid form. */
  form?: Record<string, string>;
  /** Where a person goes after success, `*` for an id just made; left out, the page itself. */
  to?: string;
  /** The browser that asks has this letter's cookie. */
  asked?: "verify" | "sign_in" | "reset" | "step_up" | "portal" | "portal_step_up";
  /** A file that goes with the form, under this name. */
  upload?: string;
  /** The body is a piece of a file, and its head says which. */
  piece?: true;
  /** That somebody has looked is written down. */
  records?: true;
  /** What somebody is told who is signed in and may not, where the gate alone does not say it. */
  otherwise?: "not found";
  /** Success changes no row. */
  changesNothing?: true;
  /** Fields that a page may send and need not. */
  optional?: string[];
  /** A button that goes on whatever comes with it. */
  ignoresForm?: true;
  /** Never ends by itself. */
  stream?: true;
  /** For programs that sign what they send: no browser comes here, and it has tests of its own. */
  machine?: true;
}

/** Each route of the app, as `GET /mails/:id`: by area, and in the order of the area's pages. */
export type RouteTable = Record<string, Route>;

export const routesTable: RouteTable = {
  ...house,
  ...entrance,
  ...own,
  ...joining,
  ...people,
  ...settings,
  ...templates,
  ...templateContent,
  ...templateProposals,
  ...aiSettings,
  ...upgrades,
  ...accounts,
  ...portal,
  ...portalStaff,
  ...replies,
  ...drafts,
  ...plans,
  ...planMilestones,
  ...planActions,
  ...imports,
  ...handoffs,
  ...notifications,
  ...tasks,
  ...queueSettings,
  ...trials,
  ...runs,
  ...workflows,
  ...connectors,
  ...metrics,
};

export interface Described extends Route {
  name: string;
  method: string;
  at: string;
}

export const routes: Described[] = Object.entries(routesTable)
  .filter(([, route]) => !route.machine)
  .map(([name, route]) => {
    const [method = "", path = ""] = name.split(" ");
    return { ...route, name, method, at: route.at ?? path };
  });

export const pages = routes.filter(({ method, stream }) => method === "GET" && !stream);
/** Those that change nothing, however often they are opened. */
export const stillPages = pages.filter(({ records }) => !records);
export const forms = routes.filter(({ method }) => method !== "GET");

/** The objects that an address or a form names, in order. */
export function objectsIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
}

/** Whether an answer leads where the table says. */
export function leadsTo(location: string, to: string): boolean {
  const [start = "", end] = to.split("*");
  return end === undefined
    ? location === to
    : location.startsWith(start) && location.endsWith(end) &&
      /^[0-9a-f-]{36}$/.test(location.slice(start.length, location.length - end.length));
}

export function fillIn(text: string, objects: Record<string, string>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => {
    if (objects[name] === undefined) throw new Error(`Nothing is called ${whole}`);
    return objects[name];
  });
}

interface Registered {
  method: string;
  path: string;
}

/** The names of all routes of an app. Middleware answers every method and is no route. */
export function routeNames(app: { routes: Registered[] }): string[] {
  const names = app.routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) =>
      `${method} ${path.replaceAll(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, "")}`
    );
  return [...new Set(names)];
}
