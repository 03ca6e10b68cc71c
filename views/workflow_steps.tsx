import type { EditorModel } from "../domain/workflows/editor_model.ts";
import type { GraphNode } from "../domain/workflows/graph.ts";
import { Button } from "./parts/buttons.tsx";
import { StatusLabel } from "./parts/status.tsx";

/** The workflow as a list: it shows and does all that the picture does. */
export function Steps({ model }: { model: EditorModel }) {
  return (
    <div id="panel-steps" class="panel-part">
      <h2 id="steps-title">Steps</h2>
      <div class="steps-tools">
        <input
          type="search"
          class="input"
          id="find-step"
          aria-label="Find a step"
          placeholder="Find a step"
          autocomplete="off"
          data-scripted
          hidden
        />
        {model.mayChange && (
          <Button form="edits" type="submit" name="do" value="op=paste" small>Paste</Button>
        )}
        {model.mayChange && (
          <Button form="edits" type="submit" name="do" value="op=note" small>Add a note</Button>
        )}
      </div>
      <StepList model={model} />
    </div>
  );
}

export function StepList({ model }: { model: EditorModel }) {
  const { workflow, order, chosen } = model;
  const nodes = new Map(workflow.draft.nodes.map((node) => [node.id, node]));
  return (
    <div id="steps-list">
      <ol class="step-list" aria-labelledby="steps-title">
        {order.map((id) => <ListedStep model={model} node={nodes.get(id)!} nodes={nodes} />)}
      </ol>
      {workflow.draft.notes.length > 0 && (
        <ul class="step-list of-notes" aria-label="Notes">
          {workflow.draft.notes.map((note) => (
            <li id={`listed-${note.id}`} class={chosen.includes(note.id) ? "chosen" : undefined}>
              <a href={`/workflows/${workflow.id}/steps/${note.id}`} data-go={note.id}>
                {note.text.split("\n")[0]!.slice(0, 80) || "Empty note"}
              </a>{" "}
              <span class="muted">Note</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ListedStep(
  { model, node, nodes }: { model: EditorModel; node: GraphNode; nodes: Map<string, GraphNode> },
) {
  const { workflow, looks, counts, chosen } = model;
  const look = looks.get(node.id);
  const count = counts.get(node.id);
  const called = (id: string) => nodes.get(id)?.title || looks.get(id)?.label || id;
  return (
    <li
      id={`listed-${node.id}`}
      class={`of-${look?.group ?? "logic"}${chosen.includes(node.id) ? " chosen" : ""}`}
      data-step-name={`${node.title} ${look?.label ?? ""}`.toLowerCase()}
    >
      <a href={`/workflows/${workflow.id}/steps/${node.id}`} data-go={node.id}>
        {called(node.id)}
      </a>{" "}
      <span class="muted">{look?.label ?? "Unknown step"}</span>{" "}
      {count && (
        <StatusLabel kind={count.errors > 0 ? "bad" : "warn"}>
          {count.errors > 0 ? "Problem" : "Warning"}
        </StatusLabel>
      )}
      {look && look.ports.length > 0 && (
        <ul>
          {look.ports.map(({ name, label }) => {
            const to = workflow.draft.edges.find((edge) =>
              edge.from === node.id && edge.port === name
            )?.to;
            return (
              <li>
                {look.ports.length > 1 ? `${label}:` : "then"}{" "}
                {to === undefined ? <em class="unconnected">not connected</em> : called(to)}
              </li>
            );
          })}
        </ul>
      )}
    </li>
  );
}
