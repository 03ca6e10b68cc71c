import type { Child } from "hono/jsx";
import { Document } from "./document.tsx";
import { Img, safeUrl } from "./parts/link.tsx";
import { Toast, Toasts } from "./parts/notices.tsx";

/** Whose portal this is, and who looks at it. */
export interface PortalFrame {
  org: { id: string; name: string };
  logoUrl?: string;
  brandCss?: string;
  account: string;
  person?: { name: string; email: string };
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
  { path: "", label: "Tasks" },
  { path: "/timeline", label: "Timeline" },
  { path: "/documents", label: "Documents" },
  { path: "/messages", label: "Messages" },
  { path: "/team", label: "Team" },
] as const;

export type PortalPlace = typeof PLACES[number]["path"] | "/settings";

export function PortalPage({ frame, title, place, notice, children }: PortalPageProps) {
  const { org, base, preview } = frame;
  return (
    <Document
      title={title}
      site={org.name}
      nonce={frame.nonce}
      brandCss={frame.brandCss}
      hotkeysOff
      class="portal"
    >
      <a class="skip-link" href="#main">Skip to content</a>
      {preview && <PreviewBar account={frame.account} back={preview.back} />}
      <div id="connection" class="connection" data-sign-in="/p/sign-in" hidden></div>
      <header class="portal-head">
        <a class="portal-brand" href={safeUrl(base)}>
          {frame.logoUrl
            ? <Img class="logo" src={frame.logoUrl} alt={org.name} width={120} height={28} />
            : org.name}
        </a>
        <nav class="portal-nav" aria-label="Portal">
          {PLACES.map(({ path, label }) => (
            <a href={safeUrl(base + path)} aria-current={path === place ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <a
          class="portal-settings"
          href={safeUrl(`${base}/settings`)}
          aria-current={place === "/settings" ? "page" : undefined}
        >
          Settings
        </a>
      </header>
      <main id="main" tabindex={-1} class="portal-main">{children}</main>
      <footer class="portal-foot">
        <p>{frame.account} with {org.name}</p>
        {frame.hasOthers && <a href="/p/choice">Change account</a>}
      </footer>
      <Toasts>{notice && <Toast>{notice}</Toast>}</Toasts>
      {!preview && (
        <div id="live" hx-sse:connect="/p/live" hx-sse:close="signedout" hx-swap="none"></div>
      )}
    </Document>
  );
}

function PreviewBar({ account, back }: { account: string; back: string }) {
  return (
    <section class="portal-preview" aria-label="Preview">
      <p>
        <strong>You see what {account} sees.</strong> Nothing can be changed here.
      </p>
      <a href={safeUrl(back)}>Back to the account</a>
    </section>
  );
}
