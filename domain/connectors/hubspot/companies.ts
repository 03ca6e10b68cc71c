import type { Line } from "../service.ts";
import { readMany, tiesOf } from "./ties.ts";
import { COMPANY, type HubspotObject } from "./wire.ts";

const PRIMARY_COMPANY = 5;

export interface Company {
  found?: HubspotObject;
  refused: boolean;
}

/** The primary company of a deal, or the first where none is marked. */
export async function readCompany(
  line: Line,
  dealId: string,
  wanted: string[],
): Promise<Company> {
  if (wanted.length === 0) return { refused: false };
  let first: string | undefined;
  for await (const ties of tiesOf(line, dealId, COMPANY)) {
    const primary = ties.find(({ associationTypes }) =>
      associationTypes.some(({ typeId }) => typeId === PRIMARY_COMPANY)
    );
    first = primary?.toObjectId ?? first ?? ties[0]?.toObjectId;
    if (primary) break;
  }
  if (!first) return { refused: false };
  const found = await readMany(line, COMPANY, [first], wanted);
  return { found: found?.[0], refused: found === undefined };
}
