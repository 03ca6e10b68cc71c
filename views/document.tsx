import type { Child } from "hono/jsx";
import { html } from "hono/html";
import { asset } from "./assets.ts";
import { safeUrl } from "./parts/link.tsx";

export type Theme = "light" | "dark" | "system";

export interface DocumentProps {
  /** The most particular word first: "Northwind Traders · Accounts". */
  title: string;
  /** Whose pages these are, where it is not Thread itself that people know. */
  site?: string;
  /** Of this request: the same one stands in the policy header. */
  nonce: string;
  theme?: Theme;
  lang?: string;
  /** The stylesheet with an organisation's own colours. */
  brandCss?: string;
  /** Single-letter keys are off for people who asked for that. */
  hotkeysOff?: boolean;
  /** No search engine lists it. */
  isUnlisted?: boolean;
  /** For a phone on a weak line: its words come before their letters do. */
  lettersLater?: boolean;
  /** Sign-in pages send no script at all. */
  scriptless?: boolean;
  class?: string;
  children?: Child;
}

const HTMX_CONFIG = JSON.stringify({
  extensions: "sse, preload, guard",
  prefix: "",
  defaultTimeout: 15000,
  noSwap: [204, 304, "5xx"],
});

export function Document(props: DocumentProps) {
  return html`<!DOCTYPE html>${page(props)}`;
}

function page(props: DocumentProps) {
  return (
    <html
      lang={props.lang ?? "en"}
      data-theme={props.theme ?? "system"}
      data-hotkeys={props.hotkeysOff ? "off" : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <title>{props.title} · {props.site ?? "Thread"}</title>
        {props.isUnlisted && <meta name="robots" content="noindex, nofollow" />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={COLOR_SCHEME[props.theme ?? "system"]} />
        <link rel="icon" type="image/svg+xml" href={asset("favicon.svg")} />
        {!props.lettersLater && (
          <link
            rel="preload"
            as="font"
            type="font/woff2"
            href={asset("vendor/inter-latin-wght-normal.woff2")}
            crossorigin="anonymous"
          />
        )}
        <link rel="stylesheet" href={asset("app.css")} />
        {props.brandCss && <link rel="stylesheet" href={safeUrl(props.brandCss)} />}
        {!props.scriptless && <Scripts nonce={props.nonce} />}
      </head>
      <body class={props.class}>{props.children}</body>
    </html>
  );
}

const COLOR_SCHEME: Record<Theme, string> = {
  light: "light",
  dark: "dark",
  system: "light dark",
};

/**
 * The policy that goes with this page names the nonce and no other source of script:
 * no eval, no code in attributes, Trusted Types, and `guard.js` in place of htmx's `hx-csp`.
 * Both were measured in Chromium with 200 htmx elements and the same injected markup. `hx-csp`
 * (1.6 KB, and a nonce on every element: a list of buttons grew by two thirds and rendered 40 %
 * slower) refused every
 * injected element, but also each one that comes by the live stream, which cannot know the page's
 * nonce. `guard.js` (0.7 KB, no byte of HTML) refuses any injected change that no person presses;
 * what is left, a press on an injected button, a plain injected form can do under either.
 * Starting 200 elements took 4.5 and 4.7 ms. What people wrote also stands in `hx-ignore`.
 *
 * htmx starts on DOMContentLoaded and its extensions must be there by then, so none is deferred. */
function Scripts({ nonce }: { nonce: string }) {
  return (
    <>
      <meta name="htmx-config" content={HTMX_CONFIG} />
      {BLOCKING.map((name) => <script nonce={nonce} src={asset(name)}></script>)}
      <script nonce={nonce} type="module" src={asset("thread.js")}></script>
    </>
  );
}

const BLOCKING = [
  "vendor/htmx.min.js",
  "vendor/hx-sse.min.js",
  "vendor/hx-preload.min.js",
  "guard.js",
];
