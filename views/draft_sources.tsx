import type { Draft } from "../domain/onboarding/drafts.ts";
import { RelativeTime } from "./parts/time.tsx";

/** What the text rests on, sentence by sentence. Edited sentences rest on whoever edited them. */
export function DraftSources({ draft }: { draft: Draft }) {
  const { sources, sentences, body } = draft;
  if (sources.length === 0) return null;
  const kept = sentences.filter(({ text }) => text !== "" && body.includes(text));
  return (
    <details class="fold">
      <summary>What it was written from ({sources.length})</summary>
      <p class="hint">{writtenBy(draft)}</p>
      {kept.length > 0 && (
        <ol class="sentences" hx-ignore="">
          {kept.map(({ text, source }) => (
            <li>
              <span>{text}</span>
              <span class="sub">{sources[source ?? -1]?.label ?? "No source: check it"}</span>
            </li>
          ))}
        </ol>
      )}
      <dl class="sources" hx-ignore="">
        {sources.map(({ label, text }) => (
          <div>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const STATES: Partial<Record<Draft["state"], string>> = {
  replaced: "replaced",
  discarded: "discarded",
  left: "sent",
};

export function EarlierTexts({ texts }: { texts: Draft[] }) {
  const shown = texts.filter(({ body, subject }) => body !== "" || subject !== "");
  if (shown.length === 0) return null;
  return (
    <details class="fold">
      <summary>Earlier texts ({shown.length})</summary>
      <ol class="earlier" hx-ignore="">
        {shown.map((draft) => (
          <li>
            <p class="sub">
              Text {draft.number}, {STATES[draft.state] ?? draft.state},{" "}
              <RelativeTime at={draft.created_at} />
              {draft.wish && `, asked for: ${draft.wish}`}
            </p>
            <p class="earlier-subject">{draft.subject}</p>
            <p class="earlier-body">{draft.body}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}

function writtenBy({ written_by, model, wish }: Draft): string {
  const who = written_by === "model"
    ? `Written by the language model ${model ?? ""}`.trim()
    : written_by === "rules"
    ? "Written by rules from the action's own text"
    : "Written by a person";
  return `${who}${wish ? `, asked for: ${wish}` : ""}. Each sentence names what it rests on.`;
}
