import type { Line, Stage } from "../service.ts";
import { ask, type HubspotOwner, need, pathOf, shapes } from "./wire.ts";

interface Known {
  account?: { timeZone: string; currency: string | null };
  stages?: Stage[];
  owners: Map<string, HubspotOwner | undefined>;
}

/** What one line has read already: a page of deals asks for the same pipelines and owners. */
const known = new WeakMap<Line, Known>();

function knownOf(line: Line): Known {
  const there = known.get(line) ?? { owners: new Map() };
  known.set(line, there);
  return there;
}

/** Where their people are, and in which money they count where a deal does not say. */
export async function accountOf(line: Line) {
  return knownOf(line).account ??= await readAccount(line);
}

async function readAccount(line: Line) {
  const answer = await ask(line, shapes.account, pathOf.account);
  const told = "found" in answer ? answer.found : {};
  return { timeZone: told.timeZone || "UTC", currency: told.companyCurrency ?? null };
}

export async function stagesOf(line: Line): Promise<Stage[]> {
  return knownOf(line).stages ??= await readStages(line);
}

async function readStages(line: Line): Promise<Stage[]> {
  const { results } = await need(ask(line, shapes.pipelines, pathOf.pipelines), "its pipelines");
  return results.toSorted(byOrder).flatMap(({ id, label, archived, stages }) =>
    stages.toSorted(byOrder).map((stage) => ({
      id: stage.id,
      label: stage.label || stage.id,
      group: { id, label: label || id },
      won: isWon(stage.metadata),
      active: !archived && !stage.archived,
    }))
  );
}

const byOrder = (a: { displayOrder: number }, b: { displayOrder: number }) =>
  a.displayOrder - b.displayOrder;

/** Closed and certain. Lost is closed as well, with a probability of nought. */
function isWon({ isClosed, probability }: Record<string, unknown>): boolean {
  return Number(probability) === 1 && String(isClosed ?? "true") === "true";
}

/** People who have left HubSpot still own what they sold. Undefined where nobody may know. */
export async function ownerOf(line: Line, id: string): Promise<HubspotOwner | undefined> {
  const { owners } = knownOf(line);
  if (!owners.has(id)) owners.set(id, await readOwner(line, id));
  return owners.get(id);
}

async function readOwner(line: Line, id: string): Promise<HubspotOwner | undefined> {
  for (const archived of ["false", "true"]) {
    const answer = await ask(line, shapes.owner, pathOf.owner(id), { query: { archived } });
    if ("found" in answer) return answer.found;
    if (answer.refused.status !== 404) return undefined;
  }
}

export function nameOfOwner({ firstName, lastName, email }: HubspotOwner): string | null {
  return [firstName, lastName].filter(Boolean).join(" ").trim() || email || null;
}
