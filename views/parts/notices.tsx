import type { Child } from "hono/jsx";
import { type Words, wordsIn } from "../../domain/messages/words/words.ts";
import { Icon, type IconName } from "../icons.tsx";

type Kind = "ok" | "warn" | "bad" | "info";

const ICONS: Record<Kind, IconName> = {
  ok: "circleCheck",
  warn: "alert",
  bad: "circleX",
  info: "info",
};

/** Stays on the page until its cause is gone. */
export function Banner(
  { kind = "info", title, children, action, id }: {
    kind?: Kind;
    title?: string;
    children?: Child;
    action?: Child;
    id?: string;
  },
) {
  return (
    <div class={`banner ${kind}`} id={id} role={kind === "bad" ? "alert" : undefined}>
      <Icon name={ICONS[kind]} />
      <div>
        {title && <p class="banner-title">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action && <div class="banner-action">{action}</div>}
    </div>
  );
}

/** Says what has just been done, and goes away by itself unless it reports a failure. */
export function Toast(
  { kind = "ok", children, action, words = wordsIn("en") }: {
    kind?: Kind;
    children?: Child;
    action?: Child;
    words?: Words;
  },
) {
  return (
    <div class={`toast ${kind}`} data-toast={kind}>
      <Icon name={ICONS[kind]} />
      <p>{children}</p>
      {action}
      <button type="button" class="icon-button" aria-label={words.t("frame.dismiss")} data-dismiss>
        <Icon name="x" />
      </button>
    </div>
  );
}

/** The place for toasts, and the two regions that are read aloud. The shell has one of each. */
export function Toasts(
  { children, words = wordsIn("en") }: { children?: Child; words?: Words },
) {
  return (
    <>
      <div id="toasts" class="toasts" role="region" aria-label={words.t("frame.notices")}>
        {children}
      </div>
      <div id="status" class="hidden" role="status"></div>
      <div id="alert" class="hidden" role="alert"></div>
      <template id="toast-ok">
        <Toast words={words} />
      </template>
      <template id="toast-bad">
        <Toast kind="bad" words={words} />
      </template>
    </>
  );
}

/** One region of an answer or of a live message, put in its own place. */
export function HxPartial(
  { target, swap = "outerMorph", children }: { target: string; swap?: string; children?: Child },
) {
  return <hx-partial hx-target={target} hx-swap={swap}>{children}</hx-partial>;
}
