import { aboutPhase, actionsIn } from "./described_actions.ts";
import { DEFAULT_PHASES, phasesIn } from "./described_phases.ts";
import type { Outline, OutlineAction } from "./template_outline.ts";

/** Builds a template from the phases, days and actions that a description names. */
export function outlineByRules(typed: string): Outline {
  const description = typed.replaceAll(/[^\S\n]{9,}/g, "        ").replaceAll(/\n{3,}/g, "\n\n");
  const told = phasesIn(description);
  const phases = told.length > 0 ? told : spread(description);
  return {
    name: nameIn(description),
    description: `${phases.map(({ name }) => name).join(", ")}: about ${
      phases.reduce((sum, { days }) => sum + days, 0)
    } days.`,
    milestones: phases.map((phase) => {
      const actions = actionsIn(phase);
      return {
        name: phase.name,
        duration_days: phase.days,
        our_text: aboutPhase(phase),
        your_text: yourText(actions),
        actions,
      };
    }),
  };
}

/** Nothing is told of phases: those of every onboarding, and what is told happens in the first. */
function spread(description: string) {
  return DEFAULT_PHASES.map((phase, at) => at === 0 ? { ...phase, text: description } : phase);
}

function nameIn(description: string): string {
  const [first = ""] = description.trim().split("\n");
  const titled = /^#*\s*([^.:]{3,60}?):?\s*$/.exec(first)?.[1];
  if (titled && !/^\s*(?:\d|[-*•])/.test(first)) return titled.trim();
  const [segment] = /\b(enterprise|mid-?market|smb|start-?ups?|agenc(?:y|ies)|partners?)\b/i
    .exec(description) ?? [];
  return segment
    ? `${segment.charAt(0).toUpperCase()}${segment.slice(1).toLowerCase()} onboarding`
    : "Customer onboarding";
}

const NEEDS: Partial<Record<OutlineAction["type"], string>> = {
  COLLECT_INFO: "answer a few questions",
  REQUEST_DOCS: "upload the documents that we ask for",
  REQUEST_ASSETS: "upload your files",
  SCHEDULE_MEETING: "choose a time for our meeting",
};

function yourText(actions: OutlineAction[]): string {
  const needs = [
    ...new Set(actions.map(({ type }) => NEEDS[type]).filter((one) => one !== undefined)),
  ];
  if (needs.length === 0) return "";
  const last = needs.pop()!;
  return `Please ${needs.length > 0 ? `${needs.join(", ")} and ${last}` : last}.`;
}
