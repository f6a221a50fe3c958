import { describe, expect, it } from "vitest";
import { momentsOf } from "./moments";

const flat = (...stretches: [number, number][]) =>
  stretches.flatMap(([length, value]) => new Array<number>(length).fill(value));
/** The segments in which views stop that leave these seconds uncovered from there to the end. */
const stopsOf = (covers: number[]) => {
  const stops = new Array<number>(Math.ceil(covers.length / 10)).fill(0);
  let there = 0;
  for (let second = covers.length - 1; second >= 0; second--) {
    const stopped = Math.max(0, covers[second]! - there);
    stops[Math.floor(second / 10)]! += stopped;
    there += stopped;
  }
  return stops;
};
const found = (covers: number[], plays = covers, base = Math.max(...covers)) =>
  momentsOf({ covers, plays }, stopsOf(covers), { base, people: base });
const kinds = (...given: Parameters<typeof found>) =>
  found(...given).map((moment) => [moment.kind, moment.from_second, moment.to_second]);

describe("momentsOf", () => {
  it("counts who is left after half a minute", () => {
    expect(found(flat([20, 100], [580, 81]), flat([20, 100], [580, 81]), 100)[0]).toEqual({
      kind: "intro",
      from_second: 0,
      to_second: 30,
      at_second: 30,
      value: 81,
      views: 81,
      present: 100,
    });
    // A passage that is skipped there is no leaving: 90 come back.
    expect(found(flat([28, 100], [8, 40], [564, 90]), flat([600, 100]), 100)[0]?.value).toBe(90);
    expect(kinds(flat([20, 100]))).not.toContainEqual(expect.arrayContaining(["intro"]));
  });

  it("finds replayed passages at their peak", () => {
    const covers = flat([600, 100]);
    const plays = flat([200, 100], [20, 130], [10, 160], [20, 130], [350, 100]);
    const spike = found(covers, plays, 100).filter((moment) => moment.kind === "spike");
    // Half of the peak's 60 replays is 30: all of the raised stretch.
    expect(spike).toEqual([
      {
        kind: "spike",
        from_second: 200,
        to_second: 250,
        at_second: 224,
        value: 1.6,
        views: 60,
        present: 160,
      },
    ]);
  });

  it("claims no pattern from one person's replay", () => {
    expect(kinds(flat([600, 10]), flat([300, 10], [10, 11], [290, 10])).map(([kind]) => kind)).not.toContain(
      "spike",
    );
  });

  it("distinguishes a skipped passage from a loss", () => {
    const skipped = flat([200, 100], [40, 60], [360, 95]);
    const moments = found(skipped, skipped, 100);
    expect(moments.filter((moment) => moment.kind === "dip")).toEqual([
      { kind: "dip", from_second: 200, to_second: 240, at_second: 219, value: 35, views: 35, present: 95 },
    ]);
    expect(moments.map((moment) => moment.kind)).not.toContain("drop_off");

    const left = flat([200, 100], [400, 60]);
    expect(found(left, left, 100).filter((moment) => moment.kind === "drop_off")).toEqual([
      {
        kind: "drop_off",
        from_second: 190,
        to_second: 200,
        at_second: 190,
        value: 40,
        views: 40,
        present: 100,
      },
    ]);
    expect(kinds(left).map(([kind]) => kind)).not.toContain("dip");
  });

  it("recognises a skipped intro", () => {
    const covers = flat([25, 60], [575, 98]);
    expect(kinds(covers, covers, 100)).toContainEqual(["dip", 0, 25]);
  });

  it("finds where fewer stop than in the rest of the video", () => {
    // From 0:30 to 1:40 and from 3:20 on nobody stops; between them 20 of 100 do, two in each ten seconds.
    const steps = Array.from({ length: 10 }, (_, step): [number, number] => [10, 98 - 2 * step]);
    const covers = flat([100, 100], ...steps, [400, 78]);
    expect(found(covers, covers, 100).filter((moment) => moment.kind === "top")).toEqual([
      { kind: "top", from_second: 200, to_second: 590, at_second: 200, value: 100, views: 78, present: 78 },
    ]);
  });

  it("does not say that a passage holds people where they stop nowhere else, or where too few watched", () => {
    expect(kinds(flat([600, 100])).map(([kind]) => kind)).not.toContain("top");
    const few = flat([100, 10], [10, 9], [10, 8], [480, 7]);
    expect(kinds(few).map(([kind]) => kind)).not.toContain("top");
  });

  it("counts who stops, not who skips", () => {
    // Each half of the views plays another half of the video, and all stop at its end.
    const covers = flat([600, 50]);
    const stops = [...new Array<number>(59).fill(0), 100];
    const moments = momentsOf({ covers, plays: covers }, stops, { base: 100, people: 100 });
    expect(moments).toEqual([
      {
        kind: "intro",
        from_second: 0,
        to_second: 30,
        at_second: 30,
        value: 100,
        views: 100,
        present: 100,
      },
    ]);
  });

  it("claims nothing of four people, however often they watch", () => {
    const left = flat([200, 100], [400, 60]);
    const of = (people: number) =>
      momentsOf({ covers: left, plays: left }, stopsOf(left), { base: 100, people });
    expect(of(5).map(({ kind }) => kind)).toContain("drop_off");
    expect(of(4)).toEqual([]);
  });

  it("marks no loss when the last few leave one by one", () => {
    const covers = flat([400, 200], [100, 190], [50, 3], [50, 2]);
    expect(found(covers, covers, 200).filter((moment) => moment.kind === "drop_off")).toHaveLength(1);
  });

  it("is empty without views", () => {
    expect(found(flat([60, 0]), flat([60, 0]), 0)).toEqual([]);
    expect(momentsOf({ covers: [], plays: [] }, [], { base: 5, people: 5 })).toEqual([]);
  });
});
