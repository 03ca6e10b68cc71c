import type { Hunk, Line } from "../domain/onboarding/upgrade_merge.ts";
import type { Preview } from "../domain/onboarding/upgrade_previews.ts";
import { FieldError, fieldId, type FormState } from "./parts/fields.tsx";
import { Section } from "./parts/page_header.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";

/** A hunk, and the name of the field that chooses it. */
interface Numbered {
  hunk: Hunk;
  field: string;
}

/** Milestone by milestone, as the template orders them; what only the account has comes last. */
export function Hunks({ preview, form }: { preview: Preview; form?: FormState }) {
  const numbered = preview.hunks.map((hunk, at) => ({ hunk, field: `hunk-${at}` }));
  const groups = Map.groupBy(numbered, ({ hunk }) => hunk.milestoneId);
  const names = new Map<string | undefined, string>([
    [undefined, "The plan"],
    ...preview.to.content.milestones.map(({ id, name }) => [id, name] as const),
    ...preview.plan.milestones.map(({ key, name }) => [key, name] as const),
  ]);
  const order = [...names.keys()].filter((id) => groups.has(id));
  return (
    <>
      {order.map((id) => (
        <Section title={names.get(id) || "Without a name"}>
          <Units hunks={groups.get(id)!} form={form} />
        </Section>
      ))}
    </>
  );
}

/** All that is proposed for one milestone or one action stands together. */
function Units({ hunks, form }: { hunks: Numbered[]; form?: FormState }) {
  const units = Map.groupBy(
    hunks,
    ({ hunk: { what, key, kind } }) => `${kind === "ordered"} ${what} ${key}`,
  );
  return (
    <ul class="hunk-units">
      {[...units.values()].map((unit) => (
        <li>
          <p class="hunk-unit">
            <strong>{unit[0]!.hunk.name}</strong>
            {unit[0]!.hunk.kind !== "ordered" && <span class="muted">{unit[0]!.hunk.what}</span>}
          </p>
          {unit.map((one) => <OneHunk {...one} form={form} />)}
        </li>
      ))}
    </ul>
  );
}

const KINDS: Record<Hunk["kind"], { label: string; kind: StatusKind }> = {
  added: { label: "Added", kind: "ok" },
  removed: { label: "Removed", kind: "bad" },
  changed: { label: "Changed", kind: "info" },
  moved: { label: "Moved", kind: "none" },
  ordered: { label: "Reordered", kind: "none" },
};

function OneHunk({ hunk, field, form }: Numbered & { form?: FormState }) {
  const { kind, label } = KINDS[hunk.kind];
  const back = hunk.kind === "added" && hunk.conflict;
  return (
    <div class={hunk.conflict && !hunk.frozen ? "hunk conflict" : "hunk"}>
      <p class="hunk-kind">
        <StatusLabel kind={kind}>
          {back ? "Removed here, changed in the template" : label}
        </StatusLabel>
        {hunk.conflict && !hunk.frozen && (
          <StatusLabel kind="warn" chip>Changed on both sides</StatusLabel>
        )}
        {hunk.frozen && <StatusLabel kind="none" chip>Stays</StatusLabel>}
      </p>
      <Lines hunk={hunk} />
      {hunk.note && !hunk.frozen && <p class="hint">{hunk.note}</p>}
      {hunk.needs && !hunk.frozen && <p class="hint">It comes together with its milestone.</p>}
      {hunk.frozen
        ? <p class="hunk-frozen">{hunk.frozen}</p>
        : <Choice hunk={hunk} field={field} form={form} />}
    </div>
  );
}

function Lines({ hunk: { kind, lines, conflict, frozen } }: { hunk: Hunk }) {
  if (kind === "added" || kind === "removed") {
    const side = kind === "added" ? "theirs" : "ours";
    return (
      <details class="hunk-lines">
        <summary>What it says</summary>
        <dl class="hunk-facts">
          {lines.filter((line) => line[side]).map((line) => (
            <div>
              <dt>{line.field}</dt>
              <dd>{line[side]}</dd>
            </div>
          ))}
        </dl>
      </details>
    );
  }
  return conflict && !frozen
    ? <>{lines.map((line) => <SideBySide line={line} />)}</>
    : (
      <dl class="hunk-facts">
        {lines.map((line) => (
          <div>
            <dt>{line.field}</dt>
            <dd>
              <del>{line.ours || "nothing"}</del> <ins>{line.theirs || "nothing"}</ins>
            </dd>
          </div>
        ))}
      </dl>
    );
}

function SideBySide({ line: { field, base, theirs, ours } }: { line: Line }) {
  return (
    <div class="three-ways">
      <p class="three-field">{field}</p>
      <dl>
        <div>
          <dt>As it was applied</dt>
          <dd>{base || <span class="muted">Nothing</span>}</dd>
        </div>
        <div>
          <dt>The template now</dt>
          <dd>{theirs || <span class="muted">Nothing</span>}</dd>
        </div>
        <div>
          <dt>On this account</dt>
          <dd>{ours || <span class="muted">Nothing</span>}</dd>
        </div>
      </dl>
    </div>
  );
}

const WORDS: Record<Hunk["kind"], { theirs: string; ours: string }> = {
  added: { theirs: "Add it", ours: "Leave it out" },
  removed: { theirs: "Remove it", ours: "Keep it" },
  changed: { theirs: "Take the template’s", ours: "Keep what it says here" },
  moved: { theirs: "Move it", ours: "Leave it where it is" },
  ordered: { theirs: "Take the template’s order", ours: "Keep the order" },
};

function Choice({ hunk, field, form }: Numbered & { form?: FormState }) {
  const words = hunk.kind === "added" && hunk.conflict
    ? { theirs: "Bring it back", ours: "Leave it out" }
    : WORDS[hunk.kind];
  const chosen = form ? form.typed[field] : hunk.conflict ? undefined : "theirs";
  const error = form?.errors[field];
  const id = fieldId(field);
  return (
    <fieldset class="hunk-choice" id={id} tabindex={-1}>
      <legend class="hidden">{hunk.name}: {hunk.lines[0]?.field}</legend>
      {(["theirs", "ours"] as const).map((side) => (
        <label>
          <input
            type="radio"
            class="radio"
            name={field}
            value={side}
            checked={chosen === side}
            aria-invalid={error ? "true" : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
          />
          {words[side]}
        </label>
      ))}
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
