import type { Child } from "hono/jsx";
import type { Words } from "../domain/messages/words/words.ts";
import type { PortalRole } from "../domain/base/schema.ts";
import { Document } from "./document.tsx";
import { Img, safeUrl } from "./parts/link.tsx";
import { Toast, Toasts } from "./parts/notices.tsx";

/** Whose portal this is, and who looks at it. */
export interface PortalFrame {
  org: { id: string; name: string };
  logoUrl?: string;
  brandCss?: string;
  account: string;
  words: Words;
  person?: { name: string; email: string };
  /** Somebody who was handed a task sees no place but that. */
  role?: PortalRole;
  hasOthers?: boolean;
  nonce: string;
  /** Where its addresses begin. */
  base: string;
  /** Somebody of the organisation looks at it, and can change nothing. */
  preview?: { back: string };
}

export interface PortalPageProps {
  frame: PortalFrame;
  title: string;
  /** Which of the places it belongs to. */
  place?: PortalPlace;
  notice?: string;
  children?: Child;
}

const PLACES = [
  { path: "", label: "place.tasks" },
  { path: "/timeline", label: "place.timeline" },
  { path: "/meetings", label: "place.meetings" },
  { path: "/documents", label: "place.documents" },
  { path: "/messages", label: "place.messages" },
  { path: "/team", label: "place.team" },
] as const;

export type PortalPlace = typeof PLACES[number]["path"] | "/settings";

export function PortalPage({ frame, title, place, notice, children }: PortalPageProps) {
  const { org, base, preview, words } = frame;
  const { t } = words;
  return (
    <Document
      title={title}
      site={org.name}
      nonce={frame.nonce}
      lang={words.tag}
      brandCss={frame.brandCss}
      hotkeysOff
      lettersLater
      class="portal"
    >
      <a class="skip-link" href="#main">{t("frame.skip")}</a>
      {preview && <PreviewBar account={frame.account} back={preview.back} />}
      <Connection words={words} />
      <header class="portal-head">
        <a class="portal-brand" href={safeUrl(base)}>
          {frame.logoUrl
            ? <Img class="logo" src={frame.logoUrl} alt={org.name} width={120} height={28} />
            : org.name}
        </a>
        {frame.role !== "delegate" && (
          <nav class="portal-nav" aria-label={t("frame.places")}>
            {PLACES.map(({ path, label }) => (
              <a href={safeUrl(base + path)} aria-current={path === place ? "page" : undefined}>
                {t(label)}
              </a>
            ))}
          </nav>
        )}
        <a
          class="portal-settings"
          href={safeUrl(`${base}/settings`)}
          aria-current={place === "/settings" ? "page" : undefined}
        >
          {t("place.settings")}
        </a>
      </header>
      <main id="main" tabindex={-1} class="portal-main">
        {frame.role === "viewer" && <p class="portal-viewer">{t("frame.viewer")}</p>}
        {children}
      </main>
      <footer class="portal-foot">
        <p>{t("frame.with", { account: frame.account, org: org.name })}</p>
        {frame.hasOthers && <a href="/p/choice">{t("frame.changeAccount")}</a>}
      </footer>
      <Toasts words={words}>{notice && <Toast words={words}>{notice}</Toast>}</Toasts>
      {!preview && frame.role !== "delegate" && (
        <div id="live" hx-sse:connect="/p/live" hx-sse:close="signedout" hx-swap="none"></div>
      )}
    </Document>
  );
}

/** What the page's script says when something does not arrive, in the language of the page. */
function Connection({ words: { t } }: { words: Words }) {
  return (
    <div
      id="connection"
      class="connection"
      data-sign-in="/p/sign-in"
      data-signed-out={t("line.signedOut")}
      data-sign-in-again={t("line.signInAgain")}
      data-changed={t("line.changed")}
      data-show-it={t("line.showIt")}
      data-offline={t("line.offline")}
      data-slow={t("line.slow")}
      data-unreachable={t("line.unreachable")}
      data-busy={t("line.busy")}
      data-fault={t("line.fault")}
      data-too-many={t("line.tooMany")}
      hidden
    >
    </div>
  );
}

/** For the staff, whose language is English. */
function PreviewBar({ account, back }: { account: string; back: string }) {
  return (
    <section class="portal-preview" aria-label="Preview" lang="en">
      <p>
        <strong>You see what {account} sees.</strong> Nothing can be changed here.
      </p>
      <a href={safeUrl(back)}>Back to the account</a>
    </section>
  );
}
