import type { Content } from "./template_content.ts";
import { readYaml } from "./template_yaml.ts";
import { DATA_HEAVY, ENTERPRISE, QUICK_START } from "./starters_data.ts";

export interface Starter {
  id: string;
  name: string;
  does: string;
  segment: string;
  use_case: string;
  content: Content;
}

let read: Starter[] | undefined;

/** Templates to begin from, each written as the file that it could be exported to. */
export function starters(): Starter[] {
  return read ??= [
    starter("enterprise", ENTERPRISE),
    starter("quick-start", QUICK_START),
    starter("data-heavy", DATA_HEAVY),
  ];
}

export function findStarter(id: string): Starter | undefined {
  return starters().find((starter) => starter.id === id);
}

function starter(id: string, text: string): Starter {
  const read = readYaml(text);
  if (!read.ok) throw new Error(`The starter ${id} is broken: ${JSON.stringify(read.problems[0])}`);
  const { name, description, segment, use_case } = read.facts;
  return { id, name, does: description, segment, use_case, content: read.content };
}
