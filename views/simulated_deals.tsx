import { Button } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";

export interface SimulatedDealsProps {
  choices: readonly { key: string; label: string; about: string }[];
}

/** For who wants to see what a deal does and has no account anywhere. */
export function SimulatedDeals({ choices }: SimulatedDealsProps) {
  return (
    <Section
      title="Simulate a deal"
      lead="Nothing is behind this HubSpot: it is a simulation within Thread, and its companies are made up. What Thread does with a deal is real: its call, the reading, the run and the account."
    >
      <ul class="simulated-deals">
        {choices.map(({ key, label, about }) => (
          <li>
            <div>
              <h3>{label}</h3>
              <p class="muted">{about}</p>
            </div>
            <form method="post" action="/connectors/simulation">
              <input type="hidden" name="deal" value={key} />
              <Button type="submit" aria-label={`Simulate: ${label}`}>Simulate</Button>
            </form>
          </li>
        ))}
      </ul>
    </Section>
  );
}
