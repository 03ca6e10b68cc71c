import type { Child } from "hono/jsx";
import { Document } from "./document.tsx";
import { controlSamples, formSamples } from "./styleguide_forms.tsx";
import { listSamples, tableSamples } from "./styleguide_lists.tsx";
import { noticeSamples, stateSamples } from "./styleguide_states.tsx";

/** Draws a part. The prefix keeps ids apart, because every part stands here twice. */
export type Sample = { name: string; draw: (prefix: string) => Child };

const CHAPTERS: { title: string; samples: Sample[] }[] = [
  { title: "Buttons, keys and menus", samples: controlSamples },
  { title: "Forms", samples: formSamples },
  { title: "Tables and filters", samples: tableSamples },
  { title: "Lists and progress", samples: listSamples },
  { title: "Notices", samples: noticeSamples },
  { title: "States of a page", samples: stateSamples },
];

export function Styleguide({ nonce }: { nonce: string }) {
  return (
    <Document title="Styleguide" nonce={nonce} class="styleguide">
      <header>
        <h1>Styleguide</h1>
        <nav aria-label="Chapters">
          {CHAPTERS.map(({ title }) => <a href={`#${anchor(title)}`}>{title}</a>)}
          <a href="/styleguide/shell">The shell</a>
          <a href="/styleguide/front">The front</a>
        </nav>
      </header>
      <main>
        {CHAPTERS.map(({ title, samples }) => (
          <section id={anchor(title)} aria-label={title}>
            <h2>{title}</h2>
            {samples.map((sample) => <Pair {...sample} />)}
          </section>
        ))}
      </main>
    </Document>
  );
}

function Pair({ name, draw }: Sample) {
  return (
    <div class="pair">
      <h3>{name}</h3>
      {["light", "dark"].map((theme) => (
        <section class="swatch" data-theme={theme} aria-label={`${name}, ${theme}`}>
          {draw(`${theme}-${anchor(name)}`)}
        </section>
      ))}
    </div>
  );
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]+/g, "-");
}
