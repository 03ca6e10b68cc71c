import type { Activity, ActivityFilter, ActivityPage } from "../domain/people/activity.ts";
import { NOUNS } from "../domain/people/happening_nouns.ts";
import { differencesIn, happened } from "../domain/people/happenings.ts";
import type { Member } from "../domain/people/members.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

/** Who did what and when, newest first. */
export function Happenings({ events, timeZone }: { events: Activity[]; timeZone: string }) {
  return (
    <ol class="happenings">
      {events.map((event) => (
        <li id={`event-${event.id}`}>
          <p>
            <strong>{actorOf(event)}</strong> {happened(event)}
          </p>
          <Changes event={event} />
          <p class="happened-at">
            <RelativeTime at={event.at} timeZone={timeZone} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function Changes({ event }: { event: Activity }) {
  const changes = differencesIn(event);
  if (changes.length === 0) return null;
  return (
    <ul class="changes">
      {changes.map(({ field, before, after }) => (
        <li>
          {field} from <del>{before}</del> to <ins>{after}</ins>
        </li>
      ))}
    </ul>
  );
}

const ACTORS: Record<string, string> = {
  system: "Thread",
  rule: "A rule",
  operator: "The operator",
  outside: "From outside:",
  contact: "A customer",
  nobody: "Somebody",
};

export function actorOf(event: Activity): string {
  return event.actor ?? ACTORS[event.actorKind] ?? "Somebody";
}

export interface ActivityLogProps {
  page: ActivityPage;
  filter: ActivityFilter;
  actor?: Member;
  members: Member[];
  timeZone: string;
  /** What was wrong with the filter in the address. */
  problem?: string;
}

export function ActivityLog({ page, filter, actor, members, timeZone, problem }: ActivityLogProps) {
  const isFiltered = Boolean(filter.actor || filter.noun || filter.from || filter.to);
  return (
    <>
      <ActivityFilters filter={filter} actor={actor} members={members} isFiltered={isFiltered} />
      {problem && <p class="field-error" role="alert">{problem}</p>}
      {page.events.length > 0
        ? <Happenings events={page.events} timeZone={timeZone} />
        : isFiltered
        ? (
          <EmptyState
            title="Nothing matches"
            action={<LinkButton href="/activity">Clear the filter</LinkButton>}
          />
        )
        : <EmptyState title="Nothing has happened yet" />}
      <Pagination
        previous={page.newer === undefined ? undefined : address(filter, { after: page.newer })}
        next={page.older === undefined ? undefined : address(filter, { before: page.older })}
        summary={`Times are in ${timeZone}.`}
      />
    </>
  );
}

function ActivityFilters(
  { filter, actor, members, isFiltered }:
    & Pick<ActivityLogProps, "filter" | "actor" | "members">
    & { isFiltered: boolean },
) {
  const people = actor && !members.some(({ id }) => id === actor.id)
    ? [actor, ...members]
    : members;
  return (
    <form class="filter-bar activity-filters" method="get" action="/activity" role="search">
      <select class="input select" name="actor" aria-label="Who">
        <option value="">Everybody</option>
        {people.map(({ id, name }) => (
          <option value={id} selected={id === filter.actor}>{name}</option>
        ))}
      </select>
      <select class="input select" name="about" aria-label="About">
        <option value="">Everything</option>
        {NOUNS.map(({ noun, label }) => (
          <option value={noun} selected={noun === filter.noun}>{label}</option>
        ))}
      </select>
      <label class="day-filter">
        From <input class="input short" type="date" name="from" value={filter.from} />
      </label>
      <label class="day-filter">
        To <input class="input short" type="date" name="to" value={filter.to} />
      </label>
      <button type="submit" class="button plain">Filter</button>
      {isFiltered && <a class="button quiet" href="/activity">Clear</a>}
    </form>
  );
}

function address(filter: ActivityFilter, edge: { before?: number; after?: number }): string {
  const query = new URLSearchParams();
  if (filter.actor) query.set("actor", filter.actor);
  if (filter.noun) query.set("about", filter.noun);
  if (filter.from) query.set("from", filter.from);
  if (filter.to) query.set("to", filter.to);
  for (const [name, value] of Object.entries(edge)) query.set(name, String(value));
  return `/activity?${query}`;
}
