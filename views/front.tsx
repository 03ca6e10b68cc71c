import type { Child } from "hono/jsx";
import { type Words, wordsIn } from "../domain/messages/words/words.ts";
import { Document, type Theme } from "./document.tsx";
import { Img, safeUrl } from "./parts/link.tsx";

export interface FrontProps {
  title: string;
  nonce: string;
  /** The heading, where it differs from the page's title. */
  heading?: string;
  lead?: Child;
  theme?: Theme;
  /** Who helps people that cannot get in. Left out, their organisation's admin does. */
  supportEmail?: string;
  org?: { name: string; logoUrl?: string };
  /** Whose pages these are, where it is not Thread itself that people know. */
  site?: string;
  /** Who helps, where it is nobody of Thread's. */
  help?: Child;
  brandCss?: string;
  /** Left out, the page speaks English. */
  words?: Words;
  /** Above the heading: the steps of a set-up. */
  steps?: Child;
  /** Under the form: the other ways on. */
  below?: Child;
  wide?: boolean;
  isUnlisted?: boolean;
  children?: Child;
}

/** The pages before a person is signed in. They send no script and need none. */
export function Front(props: FrontProps) {
  const { tag, pieces } = props.words ?? wordsIn("en");
  return (
    <Document
      title={props.title}
      site={props.site}
      nonce={props.nonce}
      theme={props.theme}
      lang={tag}
      brandCss={props.brandCss}
      scriptless
      isUnlisted={props.isUnlisted}
      class="front"
    >
      <header class="front-head">
        {props.org?.logoUrl
          ? (
            <Img
              class="logo"
              src={props.org.logoUrl}
              alt={props.org.name}
              width={120}
              height={28}
            />
          )
          : <p class="wordmark">{props.org?.name ?? "Thread"}</p>}
      </header>
      <main id="main" class={props.wide ? "front-main wide" : "front-main"}>
        {props.steps}
        <h1>{props.heading ?? props.title}</h1>
        {props.lead && <p class="lead">{props.lead}</p>}
        {props.children}
        {props.below && <div class="front-below">{props.below}</div>}
      </main>
      <footer class="front-foot">
        <p>
          {pieces("front.help", { help: props.help ?? <Helper email={props.supportEmail} /> })}
        </p>
      </footer>
    </Document>
  );
}

function Helper({ email }: { email?: string }) {
  if (!email) return <>Ask your organisation's admin.</>;
  return <a href={safeUrl(`mailto:${email}`)}>{email}</a>;
}
