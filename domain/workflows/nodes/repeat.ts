import { z } from "zod";
import { number } from "../config_fields.ts";
import type { NodeKind } from "../node.ts";

interface Config {
  times: number;
}

/** The only way back there is: it leads to an earlier step, and only so many times. */
export const repeat: NodeKind<Config> = {
  kind: "repeat",
  label: "Repeat",
  group: "logic",
  about: "Leads back to an earlier step, a few times at most.",
  config: z.object({
    times: number("Say how many times, from 1 to 100.", { least: 1, most: 100 }),
  }),
  empty: { times: 3 },
  pure: true,
  fields: () => [{ name: "times", label: "Times", input: "number", required: true }],
  summary: ({ times }) => times === 1 ? "Once more" : `${times ?? "?"} times more at most`,
  ports: () => [{ name: "again", label: "Again" }, { name: "done", label: "Done" }],
  outputs: () => [{ key: "round", label: "Round", type: "number", sample: 1 }],
  run: ({ config, node, value }) => {
    const before = value(`${node.id}.over`) === false ? Number(value(`${node.id}.round`)) : 0;
    const round = before + 1;
    const over = round > config.times;
    return { follow: over ? "done" : "again", output: { round, over } };
  },
};
