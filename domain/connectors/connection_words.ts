import type { Environment } from "../base/schema.ts";

/** How often the service is looked at for what no call told of. */
export const POLLS = [
  { seconds: 60, label: "Every minute" },
  { seconds: 300, label: "Every 5 minutes" },
  { seconds: 900, label: "Every 15 minutes" },
  { seconds: 3600, label: "Every hour" },
];

export const ENVIRONMENTS: Record<Environment, { label: string; hint: string }> = {
  production: { label: "Production", hint: "Real records: runs make real accounts." },
  sandbox: {
    label: "Sandbox",
    hint: "A copy to try with: its runs are marked, and make test accounts only.",
  },
  development: { label: "Development", hint: "As a sandbox, with a name of its own." },
};
