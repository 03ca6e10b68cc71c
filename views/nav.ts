export type Role = "admin" | "ops" | "leader" | "csm" | "ae";

export interface NavItem {
  id: string;
  label: string;
  href: string;
  /** Further addresses of its pages. */
  also?: string[];
  /** The letter after `g` that goes there. */
  key?: string;
  /** Who sees it. Left out: everyone in the organisation. */
  roles?: Role[];
  /** Shown only once the area is built. */
  exists: boolean;
  /** Shown only where mail and data are pretend. */
  demoOnly?: boolean;
}

export const NAV: NavItem[] = [
  { id: "home", label: "Home", href: "/", key: "h", exists: true },
  { id: "accounts", label: "Accounts", href: "/accounts", key: "a", exists: true },
  {
    id: "review",
    label: "Review",
    href: "/review",
    key: "r",
    roles: ["admin", "ops", "csm"],
    exists: true,
  },
  { id: "queue", label: "Queue", href: "/queue", key: "q", exists: true },
  { id: "tickets", label: "Tickets", href: "/tickets", key: "t", exists: false },
  { id: "kb", label: "Knowledge base", href: "/kb", key: "k", exists: false },
  {
    id: "workflows",
    label: "Workflows",
    href: "/workflows",
    also: ["/runs"],
    key: "w",
    roles: ["admin", "ops", "leader"],
    exists: true,
  },
  {
    id: "templates",
    label: "Templates",
    href: "/templates",
    key: "p",
    exists: true,
  },
  {
    id: "metrics",
    label: "Metrics",
    href: "/metrics",
    key: "y",
    roles: ["admin", "ops", "leader", "csm"],
    exists: true,
  },
  {
    id: "connectors",
    label: "Connectors",
    href: "/connectors",
    key: "c",
    roles: ["admin", "ops"],
    exists: true,
  },
  { id: "members", label: "Members", href: "/members", key: "m", exists: true },
  {
    id: "activity",
    label: "Activity",
    href: "/activity",
    key: "v",
    roles: ["admin", "leader"],
    exists: true,
  },
  { id: "jobs", label: "Jobs", href: "/jobs", key: "j", roles: ["admin"], exists: true },
  { id: "mails", label: "Mail", href: "/mails", key: "e", roles: ["admin"], exists: true },
  { id: "outbox", label: "Outbox", href: "/outbox", key: "o", demoOnly: true, exists: true },
  {
    id: "settings",
    label: "Settings",
    href: "/settings",
    key: "s",
    roles: ["admin", "ops"],
    exists: true,
  },
];

/** The addresses that the shell itself posts or links to. */
export const PLACES = {
  counts: "/counts",
  live: "/live",
  notifications: "/notifications",
  profile: "/profile",
  search: "/search",
  sessions: "/profile/sessions",
  signOut: "/sign-out",
  switchOrg: "/switch",
  theme: "/theme",
  told: "/profile/notifications",
};

export function visibleNav(who: { roles: string[]; demo: boolean }, items = NAV): NavItem[] {
  return items.filter((item) =>
    item.exists && (who.demo || !item.demoOnly) &&
    (!item.roles || item.roles.some((role) => who.roles.includes(role)))
  );
}

/** The item whose address is the longest beginning of this path. */
export function currentNav(path: string, items: NavItem[]): NavItem | undefined {
  const isUnder = (href: string) => path === href || (href !== "/" && path.startsWith(href + "/"));
  return items
    .filter((item) => [item.href, ...item.also ?? []].some(isUnder))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
