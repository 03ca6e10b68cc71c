import { textOfHtml } from "../../messages/html_text.ts";
import type { Line, OutsideText } from "../service.ts";
import { API_VERSION, type Client, codeOf, type Row } from "./client.ts";
import { describe, forgetDescribes } from "./describes.ts";
import { momentOf, quoted } from "./soql.ts";
import { textOf } from "./values.ts";

const MOST = 200;
const MOST_NOTES = 60;
const MOST_CHARACTERS = 100_000;

/** Notes of both kinds and activities, as far as the user sees them: four questions in one call. */
export async function readTexts(line: Line, client: Client, id: string): Promise<OutsideText[]> {
  const { notes, links, tasks, events } = await askAll(line, client, id);
  return [
    ...(notes ?? []).flatMap((row) => textIn("note", "note", row.Title, row.Body, row)),
    ...await readContentNotes(client, (links ?? []).slice(0, MOST_NOTES)),
    ...(tasks ?? []).flatMap((row) => activityIn("task", row, row.ActivityDate)),
    ...(events ?? []).flatMap((row) => activityIn("event", row, row.StartDateTime)),
  ];
}

type Answers = Partial<Record<"notes" | "links" | "tasks" | "events", Row[]>>;

async function askAll(line: Line, client: Client, id: string): Promise<Answers> {
  const first = await ask(client, await questions(line, client, id));
  if (!first.stale) return first.rows;
  forgetDescribes(line);
  return (await ask(client, await questions(line, client, id))).rows;
}

async function questions(line: Line, client: Client, id: string) {
  const of = async (object: string, key: string, order: string, names: string[]) => {
    const fields = (await describe(line, client, object))?.fields;
    const seen = names.filter((name) => fields?.has(name));
    if (seen.length === 0) return undefined;
    return `SELECT Id, ${seen.join(", ")} FROM ${object} WHERE ${key} = ${quoted(id)} ` +
      `ORDER BY ${order} DESC LIMIT ${MOST}`;
  };
  return {
    notes: await of("Note", "ParentId", "LastModifiedDate", ["Title", "Body", "LastModifiedDate"]),
    links: await describe(line, client, "ContentNote") && linksQuery(id),
    tasks: await of("Task", "WhatId", "CreatedDate", ["Subject", "Description", "ActivityDate"]),
    events: await of("Event", "WhatId", "CreatedDate", ["Subject", "Description", "StartDateTime"]),
  };
}

/** Links can only be asked for by what they link. */
const linksQuery = (id: string) =>
  "SELECT ContentDocumentId, ContentDocument.Title, ContentDocument.LastModifiedDate, " +
  "ContentDocument.LatestPublishedVersionId FROM ContentDocumentLink " +
  `WHERE LinkedEntityId = ${quoted(id)} AND ContentDocument.FileType = 'SNOTE'`;

interface Part {
  referenceId: string;
  httpStatusCode: number;
  body: { records?: Row[] } | { errorCode?: string }[];
}

/** One call, of which each part can fail alone: whoever sees no events still gets the notes. */
async function ask(client: Client, soql: Partial<Record<keyof Answers, string>>) {
  const compositeRequest = Object.entries(soql).filter(([, text]) => text !== undefined)
    .map(([referenceId, text]) => ({
      method: "GET",
      url: `/services/data/v${API_VERSION}/query?q=${encodeURIComponent(text)}`,
      referenceId,
    }));
  if (compositeRequest.length === 0) return { rows: {}, stale: false };
  const { compositeResponse = [] } = await client.requestPost<{ compositeResponse?: Part[] }>(
    "/composite",
    { allOrNone: false, compositeRequest },
  );
  const rows: Answers = {};
  for (const { referenceId, body } of compositeResponse) {
    if (!Array.isArray(body)) rows[referenceId as keyof Answers] = body.records ?? [];
  }
  const stale = compositeResponse.some(({ body }) =>
    Array.isArray(body) && body.some(({ errorCode }) => errorCode === "INVALID_FIELD")
  );
  return { rows, stale };
}

/** Their words are a file of HTML each. */
async function readContentNotes(client: Client, links: Row[]): Promise<OutsideText[]> {
  const texts: OutsideText[] = [];
  for (const { ContentDocumentId, ContentDocument } of links) {
    const html = await contentOf(client, ContentDocumentId, ContentDocument ?? {});
    const row = { ...ContentDocument, Id: ContentDocumentId };
    if (html !== undefined) {
      texts.push(...textIn("note", "content_note", row.Title, textOfHtml(html), row));
    }
  }
  return texts;
}

async function contentOf(
  client: Client,
  noteId: string,
  { LatestPublishedVersionId: version }: Row,
): Promise<string | undefined> {
  const places = [`/sobjects/ContentNote/${noteId}/Content`];
  if (version) places.push(`/sobjects/ContentVersion/${version}/VersionData`);
  for (const place of places) {
    try {
      return String(await client.request<string>(place) ?? "");
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
  }
}

function activityIn(what: "task" | "event", row: Row, at: unknown): OutsideText[] {
  const subject = textOf(row.Subject) ?? (what === "task" ? "Task" : "Event");
  return textIn("activity", what, subject, row.Description ?? subject, row, at);
}

function textIn(
  kind: OutsideText["kind"],
  what: string,
  title: unknown,
  body: unknown,
  row: Row,
  at: unknown = row.LastModifiedDate,
): OutsideText[] {
  const text = textOf(body)?.slice(0, MOST_CHARACTERS);
  if (!text) return [];
  const name = textOf(title)?.slice(0, 300) ?? "Note";
  return [{ id: `${what}/${row.Id}`, kind, title: name, text, at: momentOf(at) }];
}
