import assert from "node:assert/strict";
import fc from "fast-check";
import { anyUpgrade } from "../../tests/any_plan.ts";
import { allActions, type Content } from "./template_content.ts";
import { applyChoices, type Choices, takeCalm } from "./upgrade_choices.ts";
import { contentOf, type Hunk, mergeUpgrade, type Ours } from "./upgrade_merge.ts";
import { doneAction, doneMilestone } from "./upgrade_words.ts";

const all = (hunks: Hunk[], choice: "theirs" | "ours"): Choices =>
  new Map(hunks.map(({ id }) => [id, choice]));

/** The same plan after an upgrade: what is left of it keeps its state. */
function carriedOn(ours: Ours, content: Content): Ours {
  const milestones = new Map(ours.milestones.map((one) => [one.id, one.state]));
  const actions = new Map(
    ours.milestones.flatMap(({ actions }) => actions).map((one) => [one.action.id, one]),
  );
  return {
    milestones: content.milestones.map((milestone) => ({
      ...milestone,
      state: milestones.get(milestone.id) ?? "not_started",
      actions: milestone.actions.map((action) => ({
        state: "pending" as const,
        ...actions.get(action.id),
        action,
      })),
    })),
  };
}

Deno.test("taking everything where nobody changed or did anything gives the new revision", () => {
  fc.assert(
    fc.property(anyUpgrade({ ownEdits: false, begun: false }), ({ base, theirs, ours }) => {
      const hunks = mergeUpgrade(base, theirs, ours);
      assert.ok(hunks.every(({ conflict, frozen }) => !conflict && !frozen));
      assert.deepEqual(applyChoices(base, theirs, ours, takeCalm(hunks)), theirs);
    }),
    { numRuns: 250 },
  );
});

Deno.test("taking everything gives the new revision in all that is not done", () => {
  fc.assert(
    fc.property(anyUpgrade({ ownEdits: false }), ({ base, theirs, ours }) => {
      const hunks = mergeUpgrade(base, theirs, ours);
      assert.ok(hunks.every(({ conflict }) => !conflict));
      const after = applyChoices(base, theirs, ours, all(hunks, "theirs"));
      const frozen = new Set([
        ...doneKeys(ours),
        ...hunks.filter(({ frozen }) => frozen).map(({ id, key }) => id === `a:${key}` ? key : ""),
        ...hunks.filter(({ frozen, kind }) => frozen && kind === "moved").map(({ key }) => key),
      ]);
      const loose = (content: Content) =>
        new Map(content.milestones.map(({ id, actions, ...facts }) => [id, {
          ...facts,
          actions: actions.filter((action) => !frozen.has(action.id)),
        }]));
      const [now, there] = [loose(after), loose(theirs)];
      const over = overKeys(ours);
      for (const [id, { actions, ...facts }] of now) {
        assert.deepEqual(actions, there.get(id)?.actions ?? []);
        if (!over.has(id)) {
          const { actions: _, ...said } = there.get(id) ?? loose(base).get(id)!;
          assert.deepEqual(facts, said);
        }
      }
      const begun = begunKeys(ours);
      const ahead = (content: Content) =>
        content.milestones.map(({ id }) => id).filter((id) => there.has(id) && !begun.has(id));
      assert.deepEqual(ahead(after), ahead(theirs));
    }),
    { numRuns: 250 },
  );
});

Deno.test("keeping everything changes nothing", () => {
  fc.assert(
    fc.property(anyUpgrade(), ({ base, theirs, ours }) => {
      const hunks = mergeUpgrade(base, theirs, ours);
      assert.deepEqual(applyChoices(base, theirs, ours, all(hunks, "ours")), contentOf(ours));
      assert.deepEqual(applyChoices(base, theirs, ours, new Map()), contentOf(ours));
    }),
    { numRuns: 250 },
  );
});

Deno.test("what is done never changes, whatever is chosen", () => {
  const choices = fc.infiniteStream(fc.boolean());
  fc.assert(
    fc.property(anyUpgrade(), choices, ({ base, theirs, ours }, chosen) => {
      const hunks = mergeUpgrade(base, theirs, ours);
      const some: Choices = new Map(
        hunks.map(({ id }) => [id, chosen.next().value ? "theirs" : "ours"]),
      );
      const after = applyChoices(base, theirs, ours, some);
      const [before, now] = [placesOfDone(contentOf(ours), ours), placesOfDone(after, ours)];
      assert.deepEqual(now, before);
      const over = overKeys(ours);
      const facts = ({ milestones }: Content) =>
        milestones.filter(({ id }) => over.has(id)).map(({ actions: _, ...rest }) => rest);
      assert.deepEqual(facts(after), facts(contentOf(ours)));
    }),
    { numRuns: 250 },
  );
});

Deno.test("what people changed here stays where the template says nothing else", () => {
  fc.assert(
    fc.property(anyUpgrade(), ({ base, theirs, ours }) => {
      const hunks = mergeUpgrade(base, theirs, ours);
      const after = applyChoices(base, theirs, ours, all(hunks, "theirs"));
      const known = new Set([...allActions(base), ...allActions(theirs)].map(({ id }) => id));
      const own = (content: Content) => allActions(content).filter(({ id }) => !known.has(id));
      const byId = (a: { id: string }, b: { id: string }) => a.id < b.id ? -1 : 1;
      assert.deepEqual(own(after).sort(byId), own(contentOf(ours)).sort(byId));
    }),
    { numRuns: 250 },
  );
});

Deno.test("an upgrade that is applied twice changes nothing the second time", () => {
  fc.assert(
    fc.property(anyUpgrade(), ({ base, theirs, ours }) => {
      const once = all(mergeUpgrade(base, theirs, ours), "theirs");
      const after = applyChoices(base, theirs, ours, once);
      const then = carriedOn(ours, after);
      const again = mergeUpgrade(base, theirs, then);
      assert.deepEqual(applyChoices(base, theirs, then, all(again, "theirs")), after);
      assert.deepEqual(mergeUpgrade(theirs, theirs, then), []);
    }),
    { numRuns: 250 },
  );
});

Deno.test("every hunk has a name of its own, and says how the sides differ", () => {
  fc.assert(
    fc.property(anyUpgrade(), ({ base, theirs, ours }) => {
      const hunks = mergeUpgrade(base, theirs, ours);
      assert.equal(new Set(hunks.map(({ id }) => id)).size, hunks.length);
      for (const { lines, name, kind } of hunks) {
        assert.ok(name && lines.length > 0);
        // Two places can be called alike.
        if (kind === "moved" || kind === "ordered") continue;
        assert.ok(lines.every((line) => line.base !== line.theirs || line.theirs !== line.ours));
      }
    }),
    { numRuns: 250 },
  );
});

function placesOfDone({ milestones }: Content, ours: Ours) {
  const done = doneKeys(ours);
  return new Map(
    milestones.flatMap(({ id, actions }) =>
      actions.filter((action) => done.has(action.id)).map((action) => [action.id, [id, action]])
    ),
  );
}

function doneKeys(ours: Ours): Set<string> {
  const actions = ours.milestones.flatMap(({ actions }) => actions);
  return new Set(actions.filter(doneAction).map(({ action }) => action.id));
}

function begunKeys(ours: Ours): Set<string> {
  return new Set(
    ours.milestones.filter(({ state }) => state !== "not_started").map(({ id }) => id),
  );
}

function overKeys(ours: Ours): Set<string> {
  return new Set(ours.milestones.filter(doneMilestone).map(({ id }) => id));
}
