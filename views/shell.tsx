import type { Child } from "hono/jsx";
import { Bell, BellCount } from "./bell.tsx";
import { Document, type Theme } from "./document.tsx";
import { Icon } from "./icons.tsx";
import { currentNav, type NavItem, PLACES, visibleNav } from "./nav.ts";
import { type Command, CommandMenu, KeyboardHelp } from "./parts/command_menu.tsx";
import { AskDialog, MenuForm, MenuLink } from "./parts/dialogs.tsx";
import { KeyHint } from "./parts/keys.tsx";
import { Img, safeUrl } from "./parts/link.tsx";
import { HxPartial, Toast, Toasts } from "./parts/notices.tsx";
import { PageHeader, type PageHeaderProps } from "./parts/page_header.tsx";
import { Avatar } from "./parts/people.tsx";

/** Who is looking, and where: all that the shell needs to know. */
export interface ShellSession {
  org: { id: string; name: string; logoUrl?: string };
  person: { name: string; email: string; roles: string[] };
  orgs: { id: string; name: string }[];
  theme: Theme;
  nonce: string;
  path: string;
  counts: Record<string, number>;
  demo: boolean;
  brandCss?: string;
  hotkeysOff?: boolean;
}

export interface ShellProps {
  session: ShellSession;
  title: string;
  /** Left out, the page draws its own heading. */
  header?: Omit<PageHeaderProps, "title"> & { title?: string };
  /** The page is fed by the live stream. */
  live?: boolean;
  /** What has just been done, said when the page opens. */
  notice?: string;
  banner?: Child;
  commands?: Command[];
  narrow?: boolean;
  children?: Child;
}

export function Shell(props: ShellProps) {
  const { session, title, live = true } = props;
  const items = visibleNav({ roles: session.person.roles, demo: session.demo });
  return (
    <Document
      title={title}
      nonce={session.nonce}
      theme={session.theme}
      brandCss={session.brandCss}
      hotkeysOff={session.hotkeysOff}
      class="app"
    >
      <a class="skip-link" href="#main">Skip to content</a>
      <PhoneBar org={session.org.name} bell={session.counts.notifications ?? 0} />
      <Sidebar session={session} items={items} />
      <div class="work">
        <div id="connection" class="connection" hidden></div>
        {props.banner && <section class="page-banner" aria-label="Notice">{props.banner}</section>}
        <main id="main" tabindex={-1} class={props.narrow ? "main narrow" : "main"}>
          {props.header && <PageHeader title={title} {...props.header} />}
          {props.children}
        </main>
      </div>
      <Toasts>{props.notice && <Toast>{props.notice}</Toast>}</Toasts>
      <CommandMenu commands={[...goTo(items), ...(props.commands ?? [])]} />
      <KeyboardHelp items={items} />
      <AskDialog />
      {live && (
        <div id="live" hx-sse:connect={PLACES.live} hx-sse:close="signedout" hx-swap="none"></div>
      )}
      {live && <LiveCounts ids={Object.keys(session.counts)} />}
    </Document>
  );
}

function PhoneBar({ org, bell }: { org: string; bell: number }) {
  return (
    <header class="phone-bar">
      <button type="button" class="icon-button" popovertarget="sidebar" aria-label="Menu">
        <Icon name="menu" size={20} />
      </button>
      <p>{org}</p>
      <Bell count={bell} id="count-bell" />
      <button
        type="button"
        class="icon-button"
        commandfor="command-menu"
        command="show-modal"
        aria-label="Search"
      >
        <Icon name="search" size={20} />
      </button>
    </header>
  );
}

/** A popover on phones; on wider screens the stylesheet keeps it in place. */
function Sidebar({ session, items }: { session: ShellSession; items: NavItem[] }) {
  return (
    <aside class="sidebar" id="sidebar" popover="auto" aria-label="Thread">
      <div class="sidebar-head">
        <OrgHead session={session} />
        <Bell count={session.counts.notifications ?? 0} id="count-notifications" hotkey="g n" />
      </div>
      <button
        type="button"
        class="search-button"
        commandfor="command-menu"
        command="show-modal"
        data-hotkey="Mod+k"
      >
        <Icon name="search" />Search
        <KeyHint keys="Mod+k" />
      </button>
      <Nav session={session} items={items} />
      <PersonMenu session={session} />
    </aside>
  );
}

function OrgHead({ session }: { session: ShellSession }) {
  const { org, orgs } = session;
  const name = org.logoUrl
    ? <Img class="logo" src={org.logoUrl} alt={org.name} width={120} height={28} />
    : <span class="org-name">{org.name}</span>;
  if (orgs.length < 2) return <p class="org-head">{name}</p>;
  return (
    <>
      <button
        type="button"
        class="org-head"
        popovertarget="org-menu"
        aria-label={`${org.name}, switch organisation`}
      >
        {name}
        <Icon name="chevronsUpDown" />
      </button>
      <div id="org-menu" popover="auto" class="menu">
        <p class="menu-label">Your organisations</p>
        {orgs.map((other) => (
          <MenuForm action={PLACES.switchOrg} name="org" value={other.id}>
            <span class="menu-tick">{other.id === org.id && <Icon name="check" />}</span>
            {other.name}
            {other.id === org.id && <span class="hidden">, current</span>}
          </MenuForm>
        ))}
      </div>
    </>
  );
}

function Nav({ session, items }: { session: ShellSession; items: NavItem[] }) {
  const current = currentNav(session.path, items);
  return (
    <nav aria-label="Main">
      <ul>
        {items.map((item) => (
          <li>
            <a
              href={item.href}
              aria-current={item === current ? "page" : undefined}
              data-hotkey={item.key && `g ${item.key}`}
            >
              {item.label}
              <NavCount id={item.id} count={session.counts[item.id] ?? 0} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Asks again when something happened to what is counted. */
function LiveCounts({ ids }: { ids: string[] }) {
  if (ids.length === 0) return null;
  const trigger = ids.map((id) => `${COUNTED[id]} from:#live throttle:1s`).join(", ");
  return <div hx-get={PLACES.counts} hx-trigger={trigger} hx-swap="none"></div>;
}

/** The noun of the events that change a count. */
const COUNTED: Record<string, string> = {
  review: "draft",
  queue: "task",
  members: "access",
  jobs: "job",
  mails: "mail",
  notifications: "notification",
};

/** What `/counts` answers: each count in its own place. */
export function Counts({ counts }: { counts: Record<string, number> }) {
  return (
    <>
      {Object.entries(counts).filter(([id]) => id !== "notifications").map(([id, count]) => (
        <HxPartial target={`#count-${id}`} swap="outerHTML">
          <NavCount id={id} count={count} />
        </HxPartial>
      ))}
      {counts.notifications !== undefined &&
        ["count-notifications", "count-bell"].map((id) => (
          <HxPartial target={`#${id}`} swap="outerHTML">
            <BellCount id={id} count={counts.notifications!} />
          </HxPartial>
        ))}
    </>
  );
}

/** Found by its id when it changes; at zero it holds its place unseen. */
export function NavCount({ id, count }: { id: string; count: number }) {
  return (
    <span class="count" id={`count-${id}`} hidden={count === 0}>
      {count > 999 ? "999+" : count}
    </span>
  );
}

function PersonMenu({ session }: { session: ShellSession }) {
  const { person, theme } = session;
  return (
    <div class="person">
      <button type="button" class="person-button" popovertarget="person-menu">
        <Avatar name={person.name} />
        <span class="person-name">{person.name}</span>
        <Icon name="chevronsUpDown" />
      </button>
      <div id="person-menu" popover="auto" class="menu">
        <p class="menu-label">{person.email}</p>
        <MenuLink href={PLACES.profile}>Your profile</MenuLink>
        <MenuLink href={PLACES.told}>How you are told</MenuLink>
        <MenuLink href={PLACES.sessions}>Where you are signed in</MenuLink>
        <button
          type="button"
          class="menu-item"
          commandfor="keyboard-help"
          command="show-modal"
          data-hotkey="?"
        >
          Keyboard
          <KeyHint keys="?" />
        </button>
        <ThemeForm theme={theme} path={session.path} />
        <MenuForm action={PLACES.signOut}>Sign out</MenuForm>
      </div>
    </div>
  );
}

function ThemeForm({ theme, path }: { theme: Theme; path: string }) {
  return (
    <form method="post" action={PLACES.theme} class="theme-form">
      <input type="hidden" name="back" value={safeUrl(path)} />
      <fieldset>
        <legend>Appearance</legend>
        {(["light", "dark", "system"] as const).map((choice) => (
          <button type="submit" name="theme" value={choice} aria-pressed={String(choice === theme)}>
            {choice}
          </button>
        ))}
      </fieldset>
    </form>
  );
}

function goTo(items: NavItem[]): Command[] {
  return [
    ...items.map((item) => ({
      id: item.id,
      label: item.label,
      href: item.href,
      keys: item.key && `g ${item.key}`,
    })),
    { id: "notifications", label: "Notifications", href: PLACES.notifications, keys: "g n" },
    { id: "profile", label: "Your profile", href: PLACES.profile },
    { id: "sessions", label: "Where you are signed in", href: PLACES.sessions },
  ];
}
