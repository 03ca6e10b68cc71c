import { parseArgs } from "node:util";
import { Refused } from "./errors.ts";
import type { Environment } from "./settings.ts";

/** The words after `main.ts`. An option counts for more than the setting of the environment. */
export function readCommandLine(args: string[], environment: Environment) {
  const { values, positionals } = parse(args);
  const [command = "start", ...more] = positionals;
  if (more.length > 0) throw new Refused(`"${more[0]}" is one word too many after "${command}"`);
  const { data, port } = values;
  return {
    command,
    environment: {
      ...environment,
      ...data !== undefined && { THREAD_DATA_DIR: data },
      ...port !== undefined && { PORT: port },
    },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { data: { type: "string" }, port: { type: "string" } },
    });
  } catch (cause) {
    const option = args.find((arg) => arg.startsWith("-") && !/^--(data|port)(=|$)/.test(arg));
    throw new Refused(
      option
        ? `There is no option "${option}"; try --data or --port`
        : "--data and --port want a value",
      { cause },
    );
  }
}
