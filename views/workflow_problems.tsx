import type { EditorModel } from "../domain/workflows/editor_model.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { StatusLabel } from "./parts/status.tsx";

/** Each names a step and leads to it. Open while there are few. */
export function Problems({ model }: { model: EditorModel }) {
  const { problems, workflow } = model;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const nodes = new Map(workflow.draft.nodes.map((node) => [node.id, node]));
  return (
    <details id="problems" class="problems">
      <summary>
        Problems {problems.length === 0 ? <StatusLabel kind="ok">None</StatusLabel> : (
          <>
            {errors > 0 && <StatusLabel kind="bad">{counted(errors, "problem")}</StatusLabel>}{" "}
            {warnings > 0 && <StatusLabel kind="warn">{counted(warnings, "warning")}</StatusLabel>}
          </>
        )}
      </summary>
      {problems.length === 0 ? <p class="muted">It can be published.</p> : (
        <ul>
          {problems.map(({ nodeId, field, text, severity }) => (
            <li>
              <StatusLabel kind={severity === "error" ? "bad" : "warn"}>
                {severity === "error" ? "Problem" : "Warning"}
              </StatusLabel>
              <a
                href={`/workflows/${workflow.id}/steps/${nodeId}${
                  field ? `#field-c.${field}` : ""
                }`}
                data-go={nodeId}
                data-field={field}
              >
                {nodes.get(nodeId)?.title || model.looks.get(nodeId)?.label || nodeId}
              </a>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
