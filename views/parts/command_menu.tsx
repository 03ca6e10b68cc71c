import type { Child } from "hono/jsx";
import { Icon } from "../icons.tsx";
import { type NavItem, PLACES } from "../nav.ts";
import { KeyHint } from "./keys.tsx";
import { safeUrl } from "./link.tsx";

export interface Command {
  id: string;
  label: string;
  href: string;
  detail?: string;
  keys?: string;
}

export interface CommandGroup {
  label: string;
  commands: Command[];
}

/** Ctrl or Cmd and K. Commands are filtered here, everything else is asked of the server. */
export function CommandMenu({ commands }: { commands: Command[] }) {
  return (
    <dialog
      id="command-menu"
      class="dialog command-menu"
      aria-label="Search and commands"
      closedby="any"
    >
      <form role="search" method="get" action={PLACES.search}>
        <Icon name="search" />
        <input
          type="text"
          id="command-input"
          name="q"
          role="combobox"
          aria-label="Search or run a command"
          aria-controls="command-options"
          aria-expanded="false"
          aria-autocomplete="list"
          placeholder="Search or run a command"
          autocomplete="off"
          autofocus
          hx-get={PLACES.search}
          hx-trigger="input changed delay:120ms"
          hx-target="#command-results"
          hx-swap="innerHTML"
          hx-sync="this:replace"
        />
        <KeyHint keys="Escape" />
      </form>
      <div id="command-options" role="listbox" aria-label="Results">
        <div id="command-results" role="presentation"></div>
        <Group id="command-list" label="Go to" commands={commands} />
      </div>
      <p class="command-empty" hidden>Nothing found. Try fewer letters.</p>
    </dialog>
  );
}

/** What the server answers to a search: groups of things that exist. */
export function CommandResults({ groups }: { groups: CommandGroup[] }) {
  return (
    <>
      {groups.filter((group) => group.commands.length > 0).map((group, i) => (
        <Group id={`command-group-${i}`} {...group} />
      ))}
    </>
  );
}

function Group({ id, label, commands }: CommandGroup & { id: string }): Child {
  return (
    <div role="group" id={id} aria-labelledby={`${id}-label`}>
      <p class="command-group" id={`${id}-label`} role="presentation">{label}</p>
      {commands.map((command) => (
        <a role="option" class="command" id={`command-${command.id}`} href={safeUrl(command.href)}>
          <span class="command-label">{command.label}</span>
          {command.detail && <span class="command-detail">{command.detail}</span>}
          {command.keys && <KeyHint keys={command.keys} />}
        </a>
      ))}
    </div>
  );
}

/** `?` lists every key that works here. */
export function KeyboardHelp({ items }: { items: NavItem[] }) {
  const keys = [
    ["Mod+k", "Search and commands"],
    ["/", "Filter this list"],
    ["c", "Create"],
    ["?", "This help"],
    ["j", "Next row"],
    ["k", "Previous row"],
    ["x", "Select the row"],
    ["Escape", "Close"],
  ];
  return (
    <dialog id="keyboard-help" class="dialog" aria-labelledby="keyboard-help-title" closedby="any">
      <header>
        <h2 id="keyboard-help-title">Keyboard</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          commandfor="keyboard-help"
          command="close"
        >
          <Icon name="x" />
        </button>
      </header>
      <div class="dialog-body key-lists">
        <KeyList title="Everywhere" keys={keys} />
        <KeyList
          title="Go to"
          keys={items.filter((item) =>
            item.key
          ).map((item) => [`g ${item.key}`, item.label])}
        />
      </div>
    </dialog>
  );
}

function KeyList({ title, keys }: { title: string; keys: string[][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="key-list">
        {keys.map(([key, label]) => (
          <div>
            <dt>{label}</dt>
            <dd>
              <KeyHint keys={key!} />
              <span class="hidden">{key!.replace("Mod+", "Control or Command ")}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
