import type { Child } from "hono/jsx";
import { Icon } from "../icons.tsx";
import { safeUrl } from "./link.tsx";

export interface TimelineStep {
  title: string;
  detail?: Child;
  state: "done" | "now" | "next";
}

export function Timeline(
  { label, steps, done = "done" }: { label: string; steps: TimelineStep[]; done?: string },
) {
  return (
    <ol class="timeline" aria-label={label}>
      {steps.map((step, i) => (
        <li class={step.state} aria-current={step.state === "now" ? "step" : undefined}>
          <span class="mark" aria-hidden="true">
            {step.state === "done" ? <Icon name="check" /> : i + 1}
          </span>
          <div>
            <p class="timeline-title">
              {step.title}
              {step.state === "done" && <span class="hidden">, {done}</span>}
            </p>
            {step.detail && <div class="timeline-detail">{step.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

export interface ChecklistItem {
  id: string;
  title: string;
  /** Why it is worth doing, in one sentence. */
  why: string;
  href: string;
  /** The words on its button. */
  action: string;
  done: boolean;
  /** Not possible yet, and what stands before it. */
  waitsFor?: string;
}

/** The first days, in the recommended order. The first open item has the main button. */
export function Checklist(
  { title, items, id = "checklist" }: { title: string; items: ChecklistItem[]; id?: string },
) {
  const done = items.filter((item) => item.done).length;
  const next = items.find((item) => !item.done && !item.waitsFor);
  return (
    <section class="checklist" id={id} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        <p>
          {done} of {items.length} done
          <progress value={done} max={items.length} aria-label={title}></progress>
        </p>
      </header>
      <ol>
        {items.map((item) => (
          <li class={item.done ? "done" : item === next ? "now" : "next"} id={`check-${item.id}`}>
            <span class="mark" aria-hidden="true">{item.done && <Icon name="check" />}</span>
            <div>
              <h3>{item.title}{item.done && <span class="hidden">, done</span>}</h3>
              <p>{item.waitsFor && !item.done ? item.waitsFor : item.why}</p>
            </div>
            {!item.done && !item.waitsFor && (
              <a
                class={item === next ? "button primary" : "button plain"}
                href={safeUrl(item.href)}
              >
                {item.action}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Separate things, one under the other, each with one main button. */
export function Cards({ children }: { children?: Child }) {
  return <ul class="cards">{children}</ul>;
}

export function Card(
  { status, title, detail, action }: {
    status?: Child;
    title: string;
    detail?: Child;
    action?: Child;
  },
) {
  return (
    <li class="card">
      <div>
        {status}
        <h3>{title}</h3>
        {detail && <p>{detail}</p>}
      </div>
      {action}
    </li>
  );
}
