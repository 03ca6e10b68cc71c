import { FIELD_TYPES } from "./action_types.ts";
import type { Action, AskedFile, Question } from "./template_content.ts";

/** A button inside an action's form: "add", "add:date", "up:2", "down:0" or "remove:1". */
export type ListPress = string;

/** What the button does to the action's files or questions. The form itself is saved with it. */
export function pressInList(action: Action, press: ListPress, newId: () => string): Action {
  const [verb, argument = ""] = press.split(":") as [string, string?];
  if (action.type === "REQUEST_DOCS" || action.type === "REQUEST_ASSETS") {
    const files = verb === "add"
      ? [...action.content.files, newFile(newId())]
      : rearranged(action.content.files, verb, argument);
    return { ...action, content: { ...action.content, files } };
  }
  if (action.type === "COLLECT_INFO") {
    const questions = verb === "add"
      ? [...action.content.questions, newQuestion(newId(), argument)]
      : rearranged(action.content.questions, verb, argument);
    return { ...action, content: { ...action.content, questions } };
  }
  return action;
}

function newFile(id: string): AskedFile {
  return { id, name: "", help: "", required: true, accepts: [] };
}

function newQuestion(id: string, wanted: string): Question {
  const type = FIELD_TYPES.find(({ type }) => type === wanted)?.type ?? "short_text";
  return { id, type, label: "", help: "", required: false, options: [] };
}

function rearranged<T>(list: T[], verb: string, argument: string): T[] {
  const at = /^\d{1,3}$/.test(argument) ? Number(argument) : -1;
  const one = list[at];
  if (one === undefined) return list;
  const without = list.toSpliced(at, 1);
  if (verb === "remove") return without;
  if (verb === "up" && at > 0) return without.toSpliced(at - 1, 0, one);
  if (verb === "down") return without.toSpliced(at + 1, 0, one);
  return list;
}
