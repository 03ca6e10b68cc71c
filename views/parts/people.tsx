import { Img } from "./link.tsx";

export interface Person {
  name: string;
  picture?: string;
}

/** Decoration beside a name. Alone, give it `alone` and the name is read aloud. */
export function Avatar({ name, picture, alone }: Person & { alone?: boolean }) {
  if (picture) {
    return <Img class="avatar" src={picture} alt={alone ? name : ""} width={24} height={24} />;
  }
  return alone
    ? <span class="avatar" role="img" aria-label={name} title={name}>{initials(name)}</span>
    : <span class="avatar" aria-hidden="true">{initials(name)}</span>;
}

export function AvatarStack({ people, max = 4 }: { people: Person[]; max?: number }) {
  const more = people.length - max;
  return (
    <ul class="avatar-stack">
      {people.slice(0, max).map((person) => (
        <li>
          <Avatar {...person} alone />
        </li>
      ))}
      {more > 0 && (
        <li>
          <span class="avatar" role="img" aria-label={`and ${more} more`}>+{more}</span>
        </li>
      )}
    </ul>
  );
}

function initials(name: string): string {
  const words = name.trim();
  const last = words.search(LAST_WORD);
  return firstLetter(words, 0) + (last > 0 ? firstLetter(words, last) : "");
}

const LAST_WORD = /(?<=\s)\S+$/;

function firstLetter(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code).toUpperCase();
}
