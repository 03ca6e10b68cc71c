/** An organisation is on Pro unless whoever runs this Thread has said otherwise. */
export const PLANS = {
  pro: { label: "Pro", features: ["notion_sync", "branding"] },
  basic: { label: "Basic", features: ["branding"] },
} as const satisfies Record<string, { label: string; features: readonly string[] }>;

export type Feature = "notion_sync" | "branding";

export const FEATURES: { feature: Feature; label: string }[] = [
  { feature: "branding", label: "Your logo and colours" },
  { feature: "notion_sync", label: "Connecting Notion: tickets, articles and AI sources" },
];

export function planAllows(org: { plan: string }, feature: Feature): boolean {
  const { features }: { features: readonly string[] } = planOf(org);
  return features.includes(feature);
}

export function planLabel(org: { plan: string }): string {
  return planOf(org).label;
}

export function planMessage(feature: Feature): string {
  const { label } = FEATURES.find((known) => known.feature === feature)!;
  return `${label} is part of the Pro plan. Whoever runs this Thread can change the plan.`;
}

function planOf({ plan }: { plan: string }) {
  return plan === "basic" ? PLANS.basic : PLANS.pro;
}
