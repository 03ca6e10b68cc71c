import { benchAccounts } from "./accounts.ts";
import { benchCanvas } from "./canvas.ts";
import { measureCommits } from "./commits.ts";
import { type Figure, perSecond, table } from "./figures.ts";
import { benchHooks } from "./hooks.ts";
import { type BenchHouse, openBenchHouse } from "./house.ts";
import { benchConnectors } from "./connectors.ts";
import { benchImports } from "./imports.ts";
import { benchInterference } from "./interference.ts";
import { benchOnboarding } from "./onboarding.ts";
import { benchFragments, benchLightPage, benchPages, benchVerb } from "./pages.ts";
import { benchQueue } from "./queue.ts";
import { benchMemory, benchStarts } from "./starts.ts";
import { benchStreams } from "./streams.ts";
import { benchWorkflows } from "./workflows.ts";
import { benchPortal } from "./portal.ts";
import { benchUploads } from "./uploads.ts";

const benches: Record<string, (house: BenchHouse) => Promise<Figure[]>> = {
  queue: ({ large }) => benchQueue(large),
  pages: benchPages,
  light: benchLightPage,
  fragments: benchFragments,
  verb: benchVerb,
  starts: benchStarts,
  memory: benchMemory,
  streams: benchStreams,
  interference: benchInterference,
  imports: (house) => benchImports(house),
  accounts: () => benchAccounts(),
  onboarding: benchOnboarding,
  workflows: benchWorkflows,
  hooks: benchHooks,
  uploads: benchUploads,
  portal: benchPortal,
  canvas: benchCanvas,
  connectors: benchConnectors,
};

/** Prints what was reached. A slow machine is no fault of Thread's, so no figure fails anything. */
if (import.meta.main) {
  const unknown = Deno.args.find((name) => !benches[name]);
  if (unknown) {
    console.error(
      `There is no bench "${unknown}"; try some of ${Object.keys(benches).join(", ")}`,
    );
    Deno.exit(1);
  }
  const figures: Figure[] = [];
  const faults: string[] = [];
  {
    await using house = await openBenchHouse(console.log);
    await sayMachine(house);
    for (const name of Deno.args.length > 0 ? Deno.args : Object.keys(benches)) {
      const since = performance.now();
      try {
        const measured = await benches[name]!(house);
        console.log(table(measured));
        figures.push(...measured);
      } catch (error) {
        faults.push(`${name} could not be measured: ${error}`);
      }
      console.log(`${name}: ${Math.round((performance.now() - since) / 1000)} s, ${busy()}`);
    }
    await sayMachine(house);
  }
  console.log(`\n${table(figures)}`);
  for (const fault of faults) console.log(fault);
  Deno.exit(0);
}

async function sayMachine({ large }: BenchHouse) {
  const { c1, c8 } = await measureCommits(large, 2);
  const cores = navigator.hardwareConcurrency;
  console.log(`${cores} cores, C1 ${perSecond(c1)}, C8 ${perSecond(c8)}, ${busy()}`);
}

function busy(): string {
  return `load average ${Deno.loadavg()[0]!.toFixed(1)}`;
}
