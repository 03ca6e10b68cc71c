import type { Line, Stage } from "../service.ts";
import { type Client, codeOf, inWords, openClient, type Row } from "./client.ts";
import { describeAnew } from "./describes.ts";

interface Flags {
  isWon: boolean;
  isActive: boolean;
}

/** The picklist as it is now: its values are compared, its labels are shown. */
export async function stages(line: Line): Promise<Stage[]> {
  return await inWords(async () => {
    const client = await openClient(line);
    const own = await describeAnew(line, client, "Opportunity");
    const options = own?.fields.get("StageName")?.options ?? [];
    const flags = await readFlags(client);
    return options.map(({ value, label }) => ({
      id: value,
      label,
      won: flags.get(value)?.isWon ?? value === "Closed Won",
      active: flags.get(value)?.isActive ?? true,
    }));
  });
}

async function readFlags(client: Client): Promise<Map<string, Flags>> {
  try {
    const { records } = await client.query<Row>(
      "SELECT ApiName, MasterLabel, IsActive, IsClosed, IsWon, SortOrder FROM OpportunityStage " +
        "ORDER BY SortOrder",
    );
    return new Map(records.map(({ ApiName, MasterLabel, IsWon, IsActive }) => [
      String(ApiName ?? MasterLabel),
      { isWon: IsWon === true, isActive: IsActive !== false },
    ]));
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return new Map(); // Without the right to see them the names have to do.
  }
}
