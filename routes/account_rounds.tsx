import { Hono } from "hono";
import type { Child } from "hono/jsx";
import { accountRoundForm } from "../domain/onboarding/account_round_forms.ts";
import {
  askForRound,
  cancelRound,
  confirmRound,
  findAccountRound,
  listAccountRounds,
  type NamedRound,
  undoRound,
} from "../domain/onboarding/account_rounds.ts";
import {
  listRoundAccounts,
  planRound,
  planRoundUndo,
  type RoundPart,
} from "../domain/onboarding/account_round_lists.ts";
import { roundInWords } from "../domain/onboarding/account_round_words.ts";
import { Refused } from "../domain/base/errors.ts";
import { queryOf } from "../views/account_address.ts";
import { AskedRound, BegunRound, RoundProgress, type RoundProps } from "../views/account_round.tsx";
import { AccountRounds } from "../views/account_rounds.tsx";
import { viewerOf } from "./account_access.ts";
import { readAccountFilter } from "./account_filter.ts";
import { refusedList } from "./accounts.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { takeNotice } from "./notices.ts";
import { showPage, showPart } from "./page.tsx";
import { goTo, isFragment, requires, signedInAs } from "./tenant.ts";

const ROUND = `/:round{${UUID}}` as const;

/** What the bar below the list of accounts does to many of them: asked, confirmed, carried out. */
export const accountRounds = new Hono<Env>()
  .use(requires("rounds.run"))
  .get("/", async (c) => {
    const before = c.req.query("before");
    const page = await listAccountRounds(c.var.tx, ID.test(before ?? "") ? before : undefined);
    const lead = "What was done to many accounts at once.";
    const header = { lead, back: { href: "/accounts", label: "Accounts" } };
    const notice = takeNotice(c);
    return await showPage(
      c,
      { title: "Bulk changes", header, notice },
      <AccountRounds {...page} />,
    );
  })
  .post("/", async (c) => {
    const form = await readForm(c, accountRoundForm);
    if (!form.ok) return await refusedList(c, Object.values(form.errors).join(" "), 422);
    const { kind, id, everything, csm_id, template_id, start_first, query } = form.value;
    const filter = readAccountFilter(Object.fromEntries(new URLSearchParams(query)));
    try {
      const roundId = await askForRound(c.var.tx, viewerOf(c), {
        kind,
        accountIds: everything ? undefined : id,
        filter,
        query: queryOf(filter),
        csmId: csm_id,
        templateId: template_id,
        startFirst: start_first,
      });
      return goTo(c, `/accounts/rounds/${roundId}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refusedList(c, error.message, 409);
    }
  })
  .get(ROUND, (c) => roundPage(c))
  .post(`${ROUND}/confirmation`, async (c) => {
    await confirmRound(c.var.tx, c.req.param("round"), signedInAs(c).member.id);
    return goTo(c, roundPath(c));
  })
  .post(`${ROUND}/cancellation`, async (c) => {
    await cancelRound(c.var.tx, c.req.param("round"));
    return goTo(c, roundPath(c));
  })
  .post(`${ROUND}/undoing`, async (c) => {
    try {
      await undoRound(c.var.tx, c.req.param("round"), signedInAs(c).member.id);
      return goTo(c, roundPath(c));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await roundPage(c, error.message);
    }
  });

const ID = new RegExp(`^${UUID}$`);
const PARTS: RoundPart[] = ["all", "changes", "left"];

async function roundPage(c: Ctx, refusal?: string) {
  const { tx } = c.var;
  const round = await findAccountRound(tx, c.req.param("round")!);
  const back = { href: "/accounts/rounds", label: "Bulk changes" };
  const show = (page: Child) =>
    showPage(
      c,
      { title: roundInWords(round), header: { back }, notice: takeNotice(c) },
      page,
      refusal ? 409 : 200,
    );
  if (round.state === "running" || round.state === "undoing") {
    const progress = <RoundProgress round={round} refusal={refusal} />;
    return await showPart(c, progress, () => show(progress), refusal ? 409 : 200);
  }
  if (isFragment(c)) return goTo(c, roundPath(c)); // The page that asked shows how far it was.
  const props = { ...await shownOf(c, round), refusal };
  const page = round.state === "asked"
    ? <AskedRound {...props} plan={await planRound(tx, round)} />
    : <BegunRound {...props} undo={await planRoundUndo(tx, round)} />;
  return await show(page);
}

async function shownOf(c: Ctx, round: NamedRound): Promise<Omit<RoundProps, "refusal">> {
  const { part: asked, after } = c.req.query();
  const part = PARTS.find((known) => known === asked) ?? "all";
  const page = await listRoundAccounts(c.var.tx, round, {
    part,
    after: ID.test(after ?? "") ? after : undefined,
  });
  return { round, part, ...page };
}

const roundPath = (c: Ctx) => `/accounts/rounds/${c.req.param("round")}`;
