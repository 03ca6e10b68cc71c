import { isDay } from "../domain/base/calendar.ts";
import { type Detail, isNumber, NO_SEGMENT, NOBODY, SOURCES } from "../domain/insight/numbers.ts";
import { readPeriod } from "../domain/insight/periods.ts";
import { type Scope, todayOf } from "../domain/insight/scope.ts";
import { may } from "../domain/people/roles.ts";
import { type Ctx, UUID } from "./env.ts";
import { signedInAs } from "./tenant.ts";

const ID = new RegExp(`^${UUID}$`);
const MOST_DAYS = 100_000;

/** Whose numbers these are: everybody's, or those of the member's own accounts. */
export interface Asked {
  scope: Scope;
  seesAll: boolean;
}

/** An address that somebody mistyped asks for what can be understood of it. */
export async function readScope(c: Ctx): Promise<Asked> {
  const { member } = signedInAs(c);
  const seesAll = may(member.roles, "metrics.readAll");
  const { today, timeZone } = await todayOf(c.var.tx);
  const { csm, template, segment, source, ...days } = c.req.query();
  return {
    seesAll,
    scope: {
      period: readPeriod(days, today),
      today,
      timeZone,
      csm: seesAll ? idOr(csm) : member.id,
      template: idOr(template),
      segment: segment === NO_SEGMENT ? segment : words(segment),
      source: SOURCES.find((known) => known.source === source)?.source,
    },
  };
}

export function readNumber(c: Ctx) {
  const { number = "", least, most, first, last, milestone, after } = c.req.query();
  const detail: Detail = {
    atLeast: numberOf(least),
    atMost: numberOf(most),
    first: dayOf(first),
    last: dayOf(last),
    milestone: words(milestone),
  };
  return {
    number: isNumber(number) ? number : "running" as const,
    detail,
    after: after && ID.test(after) ? after : undefined,
  };
}

function idOr(text: string | undefined): string | undefined {
  return text === NOBODY || ID.test(text ?? "") ? text : undefined;
}

function words(text: string | undefined): string | undefined {
  return text?.toWellFormed().replaceAll(/\p{Cc}/gu, "").trim().slice(0, 120) || undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text && /^\d{1,6}$/.test(text) && Number(text) <= MOST_DAYS ? Number(text) : undefined;
}

function dayOf(text: string | undefined): string | undefined {
  return text && isDay(text) && text >= "1970-01-01" ? text : undefined;
}
