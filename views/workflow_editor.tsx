import type { EditorModel, PaletteGroup } from "../domain/workflows/editor_model.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { Button, IconButton, LinkButton } from "./parts/buttons.tsx";
import { Menu, MenuForm, MenuLink } from "./parts/dialogs.tsx";
import { AvatarStack } from "./parts/people.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { Icon } from "./icons.tsx";
import { Picture } from "./workflow_picture.tsx";
import { Palette, Picker } from "./workflow_palette.tsx";
import { Panel } from "./workflow_panel.tsx";
import { Problems } from "./workflow_problems.tsx";
import { StateChip, VersionChip } from "./workflows.tsx";

export interface EditorProps {
  model: EditorModel;
  palette: PaletteGroup[];
  /** The names of the others who have it open. */
  others: string[];
  tab: "step" | "steps";
}

/**
 * One island with script: canvas.js. Each gesture is one POST of the form "edits", and so is each
 * button here, so that all of it works without script as well.
 */
export function WorkflowEditor(props: EditorProps) {
  const { model, palette, tab } = props;
  const { workflow, mayChange } = model;
  const at = `/workflows/${workflow.id}`;
  return (
    <div
      id="editor"
      class={mayChange ? "workflow-editor" : "workflow-editor reading"}
      data-at={at}
      hx-sync:inherited="#editor:queue all"
    >
      <EditorBar {...props} />
      <form
        id="edits"
        method="post"
        action={`${at}/edits`}
        hx-post={`${at}/edits`}
        hx-target="#picture"
        hx-swap="outerMorph"
        hidden
      >
        <EditState model={model} />
      </form>
      {mayChange && <Palette groups={palette} after={model.step?.node.id} />}
      <section class="canvas" aria-labelledby="canvas-title">
        <h2 class="hidden" id="canvas-title">Picture of the workflow</h2>
        <div
          class="picture-frame"
          id="frame"
          data-canvas={mayChange ? "edit" : "read"}
          tabindex={-1}
        >
          <div id="stage">
            <CanvasPicture model={model} />
          </div>
        </div>
        <CanvasTools mayChange={mayChange} />
        <p id="canvas-says" class="canvas-says"></p>
      </section>
      <Panel model={model} tab={tab} />
      <Problems model={model} />
      {mayChange && <Picker groups={palette} />}
      <div
        hx-get={`${at}/news`}
        hx-include="#edit-state, #step-stamp"
        hx-trigger="workflow from:#live throttle:500ms"
        hx-swap="none"
      >
      </div>
    </div>
  );
}

/** What every gesture sends along: what it was made on. */
export function EditState({ model }: { model: EditorModel }) {
  return (
    <span id="edit-state">
      <input type="hidden" name="rev" value={String(model.workflow.rev)} />
      <input type="hidden" name="chosen" value={model.chosen.join(",")} />
      <input type="hidden" name="open" value={model.step?.node.id} />
    </span>
  );
}

export function CanvasPicture({ model }: { model: EditorModel }) {
  const { workflow, looks, counts, chosen, mayChange } = model;
  return (
    <Picture
      graph={workflow.draft}
      looks={looks}
      label={`${workflow.name}: ${counted(workflow.draft.nodes.length, "step")}. Arrow keys go ` +
        "from step to step, the keys are listed under Keys."}
      focusable
      problems={counts}
      selected={chosen}
      editing={mayChange}
    />
  );
}

function EditorBar({ model, others }: EditorProps) {
  const { workflow, mayChange } = model;
  const at = `/workflows/${workflow.id}`;
  return (
    <header class="editor-bar">
      <div class="editor-name">
        <a class="back" href="/workflows">
          <Icon name="chevronLeft" />
          Workflows
        </a>
        <h1 class="page-heading" id="page-title" tabindex={-1}>{workflow.name}</h1>
        <EditorStatus model={model} />
      </div>
      <div class="page-actions">
        <Others names={others} />
        {mayChange && <History model={model} />}
        {mayChange && <LinkButton href={`${at}/rehearsals`}>Run test</LinkButton>}
        {mayChange && <LinkButton kind="primary" href={`${at}/publication`}>Publish</LinkButton>}
        <WorkflowMenu workflow={workflow} mayChange={mayChange} />
      </div>
    </header>
  );
}

export function EditorStatus({ model: { workflow, last } }: { model: EditorModel }) {
  return (
    <p id="editor-status" class="editor-status">
      <StateChip state={workflow.state} />
      <VersionChip workflow={workflow} />
      <span class="muted saved">
        Saved <RelativeTime at={workflow.changed_at} />
        {last && ` by ${last.by}`}
      </span>
    </p>
  );
}

/** Whoever else has this workflow open now. */
export function Others({ names }: { names: string[] }) {
  return (
    <div id="others" class="others">
      {names.length > 0 && (
        <>
          <span class="hidden">Also here: {names.join(", ")}</span>
          <AvatarStack people={names.map((name) => ({ name }))} />
        </>
      )}
    </div>
  );
}

/** Says what would be undone, for it may be somebody else's. */
export function History({ model: { undo, redo } }: { model: EditorModel }) {
  return (
    <div id="history" class="history">
      <Button form="edits" type="submit" name="do" value="op=tidy" data-op="tidy">Tidy up</Button>
      <EditButton label="Undo" does="op=undo" what={undo} />
      <EditButton label="Redo" does="op=redo" what={redo} />
    </div>
  );
}

function EditButton({ label, does, what }: { label: string; does: string; what?: string }) {
  return (
    <button
      type="submit"
      form="edits"
      class="button plain"
      name="do"
      value={does}
      id={`button-${label.toLowerCase()}`}
      disabled={!what}
      title={what && `${label}: ${what}`}
      aria-label={what ? `${label}: ${what}` : label}
    >
      {label}
    </button>
  );
}

function WorkflowMenu(
  { workflow, mayChange }: { workflow: EditorModel["workflow"]; mayChange: boolean },
) {
  const at = `/workflows/${workflow.id}`;
  const { state } = workflow;
  return (
    <Menu id="workflow-menu" label={`Menu of ${workflow.name}`} icon="ellipsis">
      {mayChange && state === "active" && (
        <MenuForm action={`${at}/activation`} name="state" value="paused">Pause</MenuForm>
      )}
      {mayChange && state !== "active" && workflow.published_id && (
        <MenuForm action={`${at}/activation`} name="state" value="active">Activate</MenuForm>
      )}
      <MenuLink href={`${at}/versions`}>Versions</MenuLink>
      {mayChange && <MenuLink href={`${at}/what-ifs`}>What if it had run before?</MenuLink>}
      {mayChange && <MenuLink href={`${at}/details`}>Name and owner</MenuLink>}
      {mayChange && <MenuLink href={`${at}/copies`}>Duplicate</MenuLink>}
      <MenuLink href={`${at}/export`}>Export as a file</MenuLink>
      {mayChange && <MenuLink href={`${at}/archival`}>Archive</MenuLink>}
    </Menu>
  );
}

const KEYS = [
  ["Arrows", "the next step in that direction"],
  ["Shift + arrows", "move what is chosen"],
  ["Enter", "the settings of the step"],
  ["C", "connect: arrows choose the step, Tab the output, Enter connects"],
  ["A", "add a step after this one"],
  ["Delete", "remove; with Ctrl the ways are joined"],
  ["Ctrl + Z, Ctrl + Y", "undo, redo"],
  ["Ctrl + C, V, A", "copy, paste, choose everything"],
  ["+ and −, 0 or F", "larger and smaller, the whole picture"],
  ["/", "find a step"],
] as const;

function CanvasTools({ mayChange }: { mayChange: boolean }) {
  return (
    <div class="canvas-tools" data-scripted hidden>
      <IconButton icon="plus" label="Larger" data-zoom="in" />
      <IconButton icon="minus" label="Smaller" data-zoom="out" />
      <Button small data-zoom="fit">Fit</Button>
      {mayChange && <Button small data-note>Note</Button>}
      <Button small popovertarget="canvas-keys">Keys</Button>
      <div id="canvas-keys" popover="auto" class="menu canvas-keys">
        <h2>Keys on the picture</h2>
        <dl>
          {KEYS.map(([keys, does]) => (
            <div>
              <dt>{keys}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
