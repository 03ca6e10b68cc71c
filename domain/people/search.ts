import type { OrgDb } from "../base/db.ts";
import type { Role } from "../base/schema.ts";
import { type Member, searchMembers } from "./members.ts";
import { type Ability, may } from "./roles.ts";

export interface Place {
  id: string;
  label: string;
  href: string;
  /** Other words that people look for it by. */
  words?: string;
  needs?: Ability;
}

export interface Found {
  members: Member[];
  places: Place[];
}

const MOST = 8;

/** Pages below those of the sidebar, which the menu finds by itself. */
const PLACES: Place[] = [
  {
    id: "organisation",
    label: "Organisation settings",
    href: "/settings",
    words: "name support address time zone working days",
    needs: "org.change",
  },
  {
    id: "holidays",
    label: "Holidays",
    href: "/settings/holidays",
    words: "calendar days off closed",
    needs: "org.change",
  },
  {
    id: "new-account",
    label: "New account",
    href: "/accounts/new",
    words: "add create customer company",
    needs: "accounts.change",
  },
  {
    id: "account-fields",
    label: "Account fields",
    href: "/settings/fields",
    words: "custom own facts",
    needs: "fields.change",
  },
  {
    id: "branding",
    label: "Branding",
    href: "/settings/branding",
    words: "logo colour color accent",
    needs: "branding.change",
  },
  { id: "plan", label: "Plan", href: "/settings/plan", words: "pro features", needs: "org.change" },
  {
    id: "invite",
    label: "Invite somebody",
    href: "/members/invitations/new",
    words: "add member person team",
    needs: "members.change",
  },
  {
    id: "invitations",
    label: "Open invitations",
    href: "/members/invitations",
    words: "pending members requests access",
    needs: "members.change",
  },
  {
    id: "activity",
    label: "Activity",
    href: "/activity",
    words: "audit log history events",
    needs: "audit.read",
  },
];

export async function search(tx: OrgDb, roles: readonly Role[], typed: string): Promise<Found> {
  const q = typed.trim().toLowerCase().slice(0, 100);
  if (q === "") return { members: [], places: [] };
  return {
    members: may(roles, "members.read") ? await searchMembers(tx, q, MOST) : [],
    places: PLACES.filter((place) => !place.needs || may(roles, place.needs))
      .filter((place) => hasWord(`${place.label} ${place.words ?? ""}`, q)),
  };
}

function hasWord(text: string, q: string): boolean {
  return ` ${text.toLowerCase()}`.includes(` ${q}`);
}
