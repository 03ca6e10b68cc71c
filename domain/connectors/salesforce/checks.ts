import type { Line } from "../service.ts";
import { inWords, openClient } from "./client.ts";
import { describe, type Described, forgetDescribes } from "./describes.ts";
import { standard } from "./fields.ts";
import { TROUBLES } from "./refusals.ts";
import { customObjects, placeOf, type Source, sourcesOf } from "./sources.ts";

const WITHOUT: Record<string, string> = {
  Account: "accounts: the company's name, website, industry and size stay empty",
  User: "users: the owner's name and email stay empty",
  Contact: "contacts: no primary contact is found",
};

/** What the connected user may not do, each as an administrator of Salesforce can mend it. */
export async function check(line: Line): Promise<string[]> {
  return await inWords(async () => {
    forgetDescribes(line);
    const client = await openClient(line);
    const sources = await sourcesOf(line, client);
    if (!sources[0]!.described) {
      return [`The connected user may not read opportunities. ${TROUBLES.rights}`];
    }
    const seen = (object: string) => describe(line, client, object);
    const anyOf = async (...objects: string[]) => {
      for (const object of objects) if (await seen(object)) return true;
      return false;
    };
    return [
      ...sources.flatMap(withoutObject),
      ...await anyOf("Note", "ContentNote") ? [] : [may("notes: none reach Thread")],
      ...await anyOf("Task", "Event") ? [] : [may("tasks and events: none reach Thread")],
      ...apart(line, sources),
      ...hiddenFields(sources),
      ...withoutStages(sources[0]!.described),
    ];
  });
}

const may = (what: string) => `The connected user may not read ${what}.`;

function withoutObject({ object, described, via, of }: Source): string[] {
  if (described || via === "own") return [];
  return [may(WITHOUT[object] ?? `${of}: its fields stay empty`)];
}

/** A custom object is only read along with an opportunity. */
function apart(line: Line, sources: Source[]): string[] {
  return customObjects(line).filter((name) => !sources.some(({ object }) => object === name))
    .map((name) =>
      `${name} is not there for the connected user, or has no lookup to or from opportunities.`
    );
}

function hiddenFields(sources: Source[]): string[] {
  return standard.flatMap(({ field, label }) => {
    const place = field ? placeOf(sources, field) : undefined;
    if (!place?.source.described || place.source.described.fields.has(place.name)) return [];
    return [
      `Field-level security keeps ${label.toLowerCase()} (${place.source.object}.${place.name}) ` +
      "from the connected user.",
    ];
  });
}

function withoutStages({ fields }: Described): string[] {
  return fields.get("StageName")?.options.length ? [] : ["The opportunities there have no stages."];
}
