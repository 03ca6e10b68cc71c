import { isDay } from "../base/calendar.ts";

export const TASK_VIEWS = ["queues", "mine", "all", "decided"] as const;
export type TaskView = typeof TASK_VIEWS[number];

export interface TaskEdge {
  /** A moment in UTC as exact as the database knows it, or "never". */
  key: string;
  id: string;
}

/** A place in the list of tasks, as the search of its address says it. */
export interface TaskPlace {
  view: TaskView;
  queue?: string;
  late?: boolean;
  after?: TaskEdge;
  before?: TaskEdge;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Anything that is not a place of ours is the beginning. */
export function readTaskPlace(search: URLSearchParams): TaskPlace {
  const queue = search.get("queue") ?? "";
  return {
    view: TASK_VIEWS.find((view) => view === search.get("view")) ?? "queues",
    queue: UUID.test(queue) ? queue : undefined,
    late: search.get("late") === "1" || undefined,
    after: readEdge(search.get("after")),
    before: readEdge(search.get("before")),
  };
}

export function taskAddress({ view, queue, late, after, before }: TaskPlace): string {
  const search = new URLSearchParams();
  if (view !== "queues") search.set("view", view);
  if (queue) search.set("queue", queue);
  if (late) search.set("late", "1");
  if (after) search.set("after", `${after.id}${after.key}`);
  if (before) search.set("before", `${before.id}${before.key}`);
  return search.size > 0 ? `/queue?${search}` : "/queue";
}

function readEdge(text: string | null): TaskEdge | undefined {
  const [id, key] = [text?.slice(0, 36) ?? "", text?.slice(36) ?? ""];
  return UUID.test(id) && (key === "never" || isMoment(key)) ? { id, key } : undefined;
}

const STAMP = /^\d{4}-\d\d-\d\d (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}$/;

function isMoment(text: string): boolean {
  return STAMP.test(text) && isDay(text.slice(0, 10));
}
