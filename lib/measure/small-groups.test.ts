import fc from "fast-check";
import { expect, it } from "vitest";
import { foldSmallGroups } from "./small-groups";

const group = (name: string, ...people: string[]) => ({ name, people });
const namesOf = (groups: readonly { name: string }[]) => groups.map(({ name }) => name);

it("folds small groups, and the next one with them where they are too few together", () => {
  const [desktop, mobile] = [group("desktop", ..."abcdefg"), group("mobile", ..."hijkl")];
  const fold = (...groups: ReturnType<typeof group>[]) => {
    const { shown, folded } = foldSmallGroups(groups, 5);
    return { shown: namesOf(shown), folded: namesOf(folded) };
  };
  expect(fold(desktop, mobile)).toEqual({ shown: ["desktop", "mobile"], folded: [] });
  // Two people: with the five of the next group they are seven.
  expect(fold(desktop, mobile, group("tablet", "m", "n"))).toEqual({
    shown: ["desktop"],
    folded: ["mobile", "tablet"],
  });
  // Together five people: enough.
  expect(fold(desktop, mobile, group("tablet", "m", "n", "o"), group("tv", "p", "q"))).toEqual({
    shown: ["desktop", "mobile"],
    folded: ["tablet", "tv"],
  });
  // The same three people on both: three, not six.
  expect(fold(desktop, mobile, group("tablet", "m", "n", "o"), group("tv", "m", "n", "o"))).toEqual({
    shown: ["desktop"],
    folded: ["mobile", "tablet", "tv"],
  });
  expect(fold(desktop, group("tablet", "a"))).toEqual({ shown: [], folded: ["desktop", "tablet"] });
  expect(fold(group("tablet", "a"))).toEqual({ shown: [], folded: ["tablet"] });
});

it("of random people in random groups, no part of what is shown has one to four people, but the whole", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(25), { maxLength: 12 }), { minLength: 1, maxLength: 8 }),
      (drawn) => {
        const groups = drawn.map((people, n) => group(`${n}`, ...people.map(String)));
        const { shown, folded } = foldSmallGroups(groups, 5);
        const cells = [...shown.map((one) => [one]), ...(folded.length > 0 ? [folded] : [])];
        expect([...shown, ...folded].map(({ name }) => name).sort()).toEqual(namesOf(groups).sort());
        // Every sum and difference of what is shown, and the total without any of it, is of whole cells.
        const sizes = cells.map((cell) => new Set(cell.flatMap(({ people }) => people)).size);
        if (cells.length > 1) for (const size of sizes) expect(size).toBeGreaterThanOrEqual(5);
      },
    ),
    { numRuns: 2000, seed: 20_261_130 },
  );
});
