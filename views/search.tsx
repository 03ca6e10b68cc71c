import type { CommandGroup } from "./parts/command_menu.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { Link } from "./parts/link.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";

/** The command menu's answer as a page, for browsers without script. */
export function SearchPage({ q, groups }: { q: string; groups: CommandGroup[] }) {
  const found = groups.filter((group) => group.commands.length > 0);
  return (
    <>
      <FilterBar action="/search" label="Search" query={q} />
      {found.map((group) => (
        <Section title={group.label}>
          <ul class="stack">
            {group.commands.map((command) => (
              <li>
                <Link href={command.href}>{command.label}</Link>{" "}
                <span class="muted">{command.detail}</span>
              </li>
            ))}
          </ul>
        </Section>
      ))}
      {found.length === 0 && q !== "" && (
        <EmptyState title="Nothing found">
          Search looks at the beginning of words: of accounts, their contacts and notes, of members
          and of page names.
        </EmptyState>
      )}
    </>
  );
}
