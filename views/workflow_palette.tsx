import type { PaletteGroup } from "../domain/workflows/editor_model.ts";

/** Each kind is a button that adds it after the chosen step; it can also be dragged. */
export function Palette({ groups, after }: { groups: PaletteGroup[]; after?: string }) {
  return (
    <nav class="palette" id="palette" aria-label="Add a step">
      <h2>Add a step</h2>
      {groups.map(({ group, label, items }) => (
        <section class={`of-${group}`}>
          <h3>{label}</h3>
          <ul>
            {items.map((item) => (
              <li>
                <button
                  type="submit"
                  form="edits"
                  name="do"
                  value={`op=place&kind=${item.kind}${after ? `&after=${after}` : ""}`}
                  class="palette-item"
                  data-kind={item.kind}
                  title={item.about}
                >
                  {item.label}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** Opened where a wire was let go, by the "+" of a wire and by A. */
export function Picker({ groups }: { groups: PaletteGroup[] }) {
  return (
    <dialog id="picker" class="picker" aria-labelledby="picker-title" closedby="any">
      <h2 id="picker-title">Which step?</h2>
      <input
        type="search"
        class="input"
        id="picker-filter"
        aria-label="Find a kind of step"
        placeholder="Find"
        autocomplete="off"
      />
      <ul>
        {groups.flatMap(({ group, items }) =>
          items.map((item) => (
            <li class={`of-${group}`}>
              <button type="button" class="palette-item" data-pick={item.kind}>
                {item.label}
                <span class="muted">{item.about}</span>
              </button>
            </li>
          ))
        )}
      </ul>
    </dialog>
  );
}
