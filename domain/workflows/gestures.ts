import { createHash } from "node:crypto";
import { z } from "zod";
import { Refused } from "../base/errors.ts";
import type { Typed } from "../base/forms.ts";
import { readConfig, secretIn } from "./config_forms.ts";
import {
  edgeFrom,
  findNode,
  type Graph,
  type GraphNode,
  noteTextSchema,
  titleSchema,
} from "./graph.ts";
import {
  connectSteps,
  deleteThings,
  disconnectSteps,
  type Edited,
  moveThings,
  placeStep,
} from "./graph_edits.ts";
import { kindOf } from "./kinds.ts";
import { looksOf } from "./looks.ts";
import type { Names } from "./node.ts";
import { misfitOf } from "./problems.ts";
import { addNote, configureStep, pasteThings, writeNote } from "./step_edits.ts";
import { tidied } from "./tidy.ts";

const OPS = [
  ...(["place", "move", "connect", "disconnect", "delete", "rename", "configure"] as const),
  ...(["copy", "paste", "note", "tidy", "undo", "redo"] as const),
];

const AGAIN = "This could not be read. Open the page again.";
const id = z.string().regex(/^[a-z]\d{1,6}$/, AGAIN);
const ids = z.string().max(4000, AGAIN).transform((list) => list.split(",").filter(Boolean))
  .pipe(z.array(id).max(400, AGAIN));
const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, AGAIN);
const place = z.string().regex(/^-?\d{1,6}(\.\d+)?$/, AGAIN).transform(Number);
const yes = z.literal("yes", AGAIN).transform(() => true);
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => undefined), schema], { error: AGAIN }).optional();

/** One gesture on the canvas, or one button of the list of steps. */
const gestureFields = z.object({
  op: z.enum(OPS, { error: "Press one of the buttons." }),
  rev: z.string({ error: AGAIN }).regex(/^\d{1,9}$/, AGAIN).transform(Number),
  /** What stays chosen. */
  chosen: optional(ids),
  nodes: optional(ids),
  node: optional(id),
  kind: optional(name),
  after: optional(id),
  port: optional(name),
  /** A step, or "new-condition" for one that is put there. */
  to: optional(name),
  between: optional(yes),
  heal: optional(yes),
  replace: optional(yes),
  x: optional(place),
  y: optional(place),
  dx: optional(place),
  dy: optional(place),
  title: titleSchema.optional(),
  text: noteTextSchema.optional(),
  /** The step whose settings are open. */
  open: optional(id),
  press: optional(z.string().max(80, AGAIN)),
  was: optional(z.string().max(40, AGAIN)),
});

/** Beside its own fields a gesture may bring those of a step's form: "c." and the field's name. */
export const gestureForm = gestureFields.catchall(
  z.union([z.string().max(20_000, AGAIN), z.array(z.string().max(2000, AGAIN)).max(300)]),
).superRefine((given, issues) => {
  const stranger = Object.keys(given).find((name) =>
    !(name in gestureFields.shape) &&
    !(given.op === "configure" && (name === "has" || name.startsWith("c.")))
  );
  if (stranger === undefined) return;
  const message = `This form has no field named ${stranger.slice(0, 100)}`;
  issues.addIssue({ code: "custom", path: ["form"], message });
});

export type Gesture = z.infer<typeof gestureForm>;

/** What the gesture makes of the drawing. Undo, redo and copy are the draft's own and not here. */
export function perform(
  gesture: Gesture,
  typed: Typed,
  fragment: Graph | undefined,
): (draft: Graph, lastNode: number) => Edited {
  return (draft, lastNode) => {
    switch (gesture.op) {
      case "place":
        return placeStep(draft, kindOf, gesture.kind ?? "", gesture, lastNode);
      case "move":
        return moveThings(draft, kindOf, gesture.nodes ?? [], {
          x: gesture.dx ?? 0,
          y: gesture.dy ?? 0,
        });
      case "connect":
        return connected(draft, gesture, lastNode);
      case "disconnect":
        return disconnectSteps(draft, kindOf, gesture.node ?? "", gesture.port ?? "");
      case "delete":
        return deleteThings(draft, kindOf, gesture.nodes ?? [], gesture.heal);
      case "rename":
        return configureStep(draft, kindOf, gesture.node ?? "", { title: gesture.title ?? "" });
      case "configure":
        return configured(draft, gesture, typed);
      case "paste":
        if (!fragment) throw new Refused("Nothing is copied yet.");
        return pasteThings(draft, fragment, pointOf(gesture), lastNode);
      case "note":
        return noted(draft, gesture);
      case "tidy":
        return { graph: tidied(draft, looksOf(draft, NO_NAMES)), says: "tidied up" };
      default:
        throw new Refused("Press one of the buttons.");
    }
  };
}

const NO_NAMES: Names = { of: () => undefined, value: () => undefined };

const NEW = "new-";

/** An output that leads nowhere any more where "nothing" is chosen in its list. */
function connected(draft: Graph, gesture: Gesture, lastNode: number): Edited {
  const { node = "", port = "", to, replace } = gesture;
  if (!to) return disconnectSteps(draft, kindOf, node, port);
  if (to.startsWith(NEW)) {
    const spot = { after: node, port, between: edgeFrom(draft, node, port) !== undefined };
    return placeStep(draft, kindOf, to.slice(NEW.length), spot, lastNode);
  }
  const edited = connectSteps(draft, kindOf, { from: node, port, to }, replace);
  const misfit = misfitOf(edited.graph, to);
  if (misfit && misfit !== misfitOf(draft, to)) throw new Refused(`Not connected. ${misfit}`);
  return edited;
}

function configured(draft: Graph, gesture: Gesture, typed: Typed): Edited {
  const node = findNode(draft, gesture.node ?? "");
  const kind = node && kindOf(node.kind);
  if (!node || !kind) throw new Refused("This step is not there any more.");
  if (gesture.was && gesture.was !== stampOf(node)) {
    throw new Refused("Somebody else changed this step while you had it open. Look at it again.");
  }
  const fields = kind.fields(node.config);
  const stranger = strangerIn(typed, fields.map(({ name }) => name));
  if (stranger) throw new Refused(`This step has no field named ${stranger.slice(0, 100)}.`);
  const config = readConfig(node.config, fields, typed, gesture.press);
  return configureStep(draft, kindOf, node.id, { title: gesture.title, config });
}

/** What a step's form brings for the vault. */
export function secretOf(draft: Graph, gesture: Gesture, typed: Typed): string | undefined {
  const node = gesture.op === "configure" ? findNode(draft, gesture.node ?? "") : undefined;
  const kind = node && kindOf(node.kind);
  return kind && secretIn(kind.fields(node.config), typed);
}

function strangerIn(typed: Typed, known: string[]): string | undefined {
  return Object.keys(typed).filter((name) => name.startsWith("c."))
    .find((name) => !known.includes(name.split(".")[1]!));
}

/** What a form was drawn from, so that a later change of the same step is noticed. */
export function stampOf({ title, config }: GraphNode): string {
  return createHash("sha256").update(JSON.stringify([title, config])).digest("hex").slice(0, 16);
}

function noted(draft: Graph, gesture: Gesture): Edited {
  const { node, text = "" } = gesture;
  if (node) return writeNote(draft, node, text);
  const below = draft.nodes.reduce((most, { y }) => Math.max(most, y), 0) + 160;
  return addNote(draft, pointOf(gesture) ?? { x: draft.nodes[0]?.x ?? 0, y: below }, text);
}

function pointOf({ x, y }: Gesture) {
  return x === undefined || y === undefined ? undefined : { x, y };
}
