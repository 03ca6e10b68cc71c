import type { Words } from "../domain/messages/words/words.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { problemsOfTask } from "../domain/portal/tasks.ts";
import type { FormState } from "./parts/fields.tsx";
import { Icon } from "./icons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { PortalFiles, type Sending } from "./portal_files.tsx";
import { type AskedOf, PortalForm } from "./portal_form.tsx";
import { PortalSent } from "./portal_sent.tsx";

/** One thing that the customer is asked for: to fill in, to send, or to read again. */
export function PortalTask(
  { task, base, form, sending, readOnly, words, asked }: {
    task: Task;
    base: string;
    form?: FormState;
    sending?: Sending;
    readOnly?: boolean;
    words: Words;
    asked?: AskedOf;
  },
) {
  const props = { task, base, form, sending, readOnly, words, asked, timeZone: task.zone };
  return (
    <>
      <TaskHead task={task} base={base} words={words} />
      {task.isClosed
        ? <PortalSent {...props} />
        : task.type === "COLLECT_INFO"
        ? <PortalForm {...props} />
        : <PortalFiles {...props} problems={problemsOfTask(task)} />}
    </>
  );
}

export function TaskHead(
  { task, base, title, words: { t } }: {
    task: Task;
    base: string;
    title?: string;
    words: Words;
  },
) {
  return (
    <header class="portal-task-head">
      <a class="back" href={safeUrl(base)}>
        <Icon name="chevronLeft" />
        {t("place.tasks")}
      </a>
      <h1>{title ?? task.label}</h1>
      {(title || task.milestone) && (
        <p class="muted">
          {title ? task.label : t("task.partOf", { milestone: task.milestone! })}
        </p>
      )}
      {!title && !task.isClosed && task.asked.intro && <p class="portal-says">{task.asked.intro}
      </p>}
    </header>
  );
}
