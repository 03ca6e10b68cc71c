import { type Import, importsOf, isCode, isTest, type Source } from "./house_sources.ts";

const arrows: Record<string, string[]> = {
  main: ["routes", "jobs", "domain", "views"],
  routes: ["routes", "views", "domain"],
  views: ["views", "domain"],
  jobs: ["jobs", "domain"],
  domain: ["domain"],
  migrations: ["migrations", "domain"], // Its only code is the catalogue test.
  static: ["static"],
};

/** Lowest first. */
const areas = [
  ..."base people accounts messages writing onboarding portal connectors".split(" "),
  ..."workflows support insight".split(" "),
];

/** What views may call, not only name: no database, no network, no clock. */
const pureForViews = new Set([
  "domain/accounts/account_words.ts",
  "domain/accounts/import_fields.ts",
  "domain/accounts/import_words.ts",
  "domain/accounts/money.ts",
  "domain/base/calendar.ts",
  "domain/base/languages.ts",
  "domain/base/service_names.ts",
  "domain/base/time_zones.ts",
  "domain/connectors/hubspot/scopes.ts",
  "domain/connectors/slack/scopes.ts",
  "domain/messages/alert_topics.ts",
  "domain/messages/channel_words.ts",
  "domain/insight/numbers.ts",
  "domain/insight/periods.ts",
  "domain/messages/markdown.ts",
  "domain/messages/notification_rules.ts",
  "domain/messages/notification_topics.ts",
  "domain/messages/words/de_data.ts",
  "domain/messages/words/en_data.ts",
  "domain/messages/words/es_data.ts",
  "domain/messages/words/fr_data.ts",
  "domain/messages/words/pt_data.ts",
  "domain/messages/words/sayings.ts",
  "domain/messages/words/words.ts",
  "domain/onboarding/account_round_words.ts",
  "domain/onboarding/action_states.ts",
  "domain/onboarding/action_types.ts",
  "domain/onboarding/proposal_warnings.ts",
  "domain/onboarding/draft_checks.ts",
  "domain/onboarding/review_search.ts",
  "domain/onboarding/handoff_questions.ts",
  "domain/onboarding/explanations.ts",
  "domain/onboarding/reasons.ts",
  "domain/onboarding/plan_words.ts",
  "domain/onboarding/template_content.ts",
  "domain/onboarding/template_diff.ts",
  "domain/onboarding/template_facts.ts",
  "domain/onboarding/template_problems.ts",
  "domain/onboarding/variables.ts",
  "domain/portal/answers.ts",
  "domain/portal/file_types.ts",
  "domain/portal/tasks.ts",
  "domain/connectors/targets.ts",
  "domain/people/access_happenings.ts",
  "domain/people/colours.ts",
  "domain/people/domain_records.ts",
  "domain/connectors/connection_words.ts",
  "domain/people/connection_happenings.ts",
  "domain/people/happening_nouns.ts",
  "domain/people/happenings.ts",
  "domain/people/mapping_happenings.ts",
  "domain/people/plan_happenings.ts",
  "domain/people/post_happenings.ts",
  "domain/people/workflow_happenings.ts",
  "domain/people/task_happenings.ts",
  "domain/people/plans.ts",
  "domain/people/roles.ts",
  "domain/people/run_happenings.ts",
  "domain/workflows/references.ts",
  "domain/workflows/run_words.ts",
  "domain/workflows/task_search.ts",
  "domain/workflows/task_words.ts",
  "domain/workflows/graph.ts",
  "domain/workflows/picture_shape.ts",
  "domain/writing/sentences.ts",
  "domain/writing/sources.ts",
  "domain/writing/strangers.ts",
]);

const effects = /^(kysely|postgres|nodemailer|node:(net|tls|http|https|fs|dns|child_process))\b/;

const topFolders = ["routes", "views", "domain", "jobs", "migrations", "static", "tests", "bench"];
const topFiles = ["deno.json", "deno.lock", "main.ts", "main_test.ts", "README.md"];

export function brokenArrows(sources: Source[]): string[] {
  return sources.filter(isCode).flatMap(importsOf).flatMap((one) => {
    const why = one.local ? wrongArrow(one) : wrongPackage(one);
    return why ? [`${one.from} -> ${one.to}: ${why}`] : [];
  });
}

function wrongArrow({ from, to, typeOnly }: Import): string | undefined {
  const layer = layerOf(from);
  if (layer === "tests" || layer === "bench") return;
  if (isTest(from) && layerOf(to) === "tests") return;
  if (!arrows[layer]?.includes(layerOf(to))) return `${layer} may not import ${layerOf(to)}`;
  if (layer === "domain") return wrongArea(from, to);
  if (layer === "views" && layerOf(to) === "domain" && !isTest(from)) {
    return typeOnly || pureForViews.has(to) ? undefined : "views take types and pure functions";
  }
}

function wrongArea(from: string, to: string): string | undefined {
  const [own, other] = [areas.indexOf(areaOf(from)), areas.indexOf(areaOf(to))];
  if (own < 0 || other < 0) return `domain has no area ${areaOf(own < 0 ? from : to)}`;
  if (other > own) return `${areaOf(from)} lies below ${areaOf(to)}`;
}

function wrongPackage({ from, to, typeOnly }: Import): string | undefined {
  if (typeOnly || isTest(from)) return;
  if ((layerOf(from) === "views" || pureForViews.has(from)) && effects.test(to)) {
    return "views and what they call have no effects";
  }
}

/** A file that views may call must not lead them to one they may not. */
export function impurePureFiles(sources: Source[]): string[] {
  return sources.filter((source) => pureForViews.has(source.path)).flatMap(importsOf)
    .filter((one) => one.local && !one.typeOnly && !pureForViews.has(one.to))
    .map((one) => `${one.from} -> ${one.to}`);
}

/** Circles between areas of domain, each named by the way around. */
export function circles(sources: Source[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const { from, to, local } of sources.filter(isCode).flatMap(importsOf)) {
    if (!local || layerOf(from) !== "domain" || layerOf(to) !== "domain" || isTest(from)) continue;
    if (areaOf(from) === areaOf(to)) continue;
    edges.set(areaOf(from), (edges.get(areaOf(from)) ?? new Set()).add(areaOf(to)));
  }
  const found = new Set<string>();
  const follow = (way: string[]) => {
    for (const next of edges.get(way.at(-1)!) ?? []) {
      const start = way.indexOf(next);
      if (start < 0) follow([...way, next]);
      else if (next === way.slice(start).sort()[0]) {
        found.add([...way.slice(start), next].join(" -> "));
      }
    }
  };
  for (const area of edges.keys()) follow([area]);
  return [...found];
}

export function tooLong(sources: Source[]): string[] {
  return sources
    .filter(({ path }) => !/(_data\.ts|\/schema\.ts|\.css)$/.test(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > 300)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

export function strangersAtTheTop(entries: { name: string; isDirectory: boolean }[]): string[] {
  return entries
    .filter(({ name, isDirectory }) =>
      !name.startsWith(".") && name !== "node_modules" &&
      !(isDirectory ? topFolders : topFiles).includes(name)
    )
    .map(({ name }) => name);
}

/** The folders that "Where things are" in the README does not explain. */
export function unexplained(readme: string, folders: string[]): string[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith("Where things are")) ?? "";
  return folders.filter((folder) => !section.includes(`\`${folder}/\``));
}

function layerOf(path: string): string {
  const [top] = path.split("/") as [string];
  return top === "main.ts" ? "main" : top === "main_test.ts" ? "tests" : top;
}

function areaOf(path: string): string {
  return path.split("/")[1] ?? "";
}
