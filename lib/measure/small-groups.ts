/*
 * Which groups of people a breakdown may show: one of a few people tells what a single person does. Small groups are one, "other", with
 * others beside them until "other" has enough people: else the total without what is shown would be the small group.
 */

/** A group with some of its people: all of a small one, at least `fewest` of another. Somebody can be in several. */
type Group = { people: readonly string[] };

/** The groups that are shown, and those that are one; in the order in which they are given, the largest first. */
export function foldSmallGroups<One extends Group>(
  groups: readonly One[],
  fewest: number,
): { shown: One[]; folded: One[] } {
  const isSmall = ({ people }: Group) => new Set(people).size < fewest;
  const folded = new Set(groups.filter(isSmall));
  const hidden = () => new Set([...folded].flatMap(({ people }) => people)).size;
  // The smallest of the others first.
  for (const group of groups.toReversed()) {
    if (folded.size === 0 || hidden() >= fewest) break;
    folded.add(group);
  }
  return {
    shown: groups.filter((group) => !folded.has(group)),
    folded: groups.filter((group) => folded.has(group)),
  };
}

/** Says which rows are shown, and which are one; the rows are the largest first. */
export type Fold<Row> = (rows: readonly Row[]) => { shown: Row[]; folded: Row[] };

export const foldNothing = <Row>(rows: readonly Row[]): ReturnType<Fold<Row>> => ({
  shown: [...rows],
  folded: [],
});

/** Everything is one: where two answers could differ by a few people. */
export const foldAll = <Row>(rows: readonly Row[]): ReturnType<Fold<Row>> => ({
  shown: [],
  folded: [...rows],
});

/** By the people of each row, at least `fewest` of them where there are so many. */
export const foldByPeople =
  <Row>(peopleOf: (row: Row) => readonly string[], fewest: number): Fold<Row> =>
  (rows) => {
    const groups = rows.map((row) => ({ row, people: peopleOf(row) }));
    const { shown, folded } = foldSmallGroups(groups, fewest);
    return { shown: shown.map(({ row }) => row), folded: folded.map(({ row }) => row) };
  };
