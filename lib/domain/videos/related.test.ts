import { describe, expect, it } from "vitest";
import { type CoViewed, rateRatioLow, relatedOf } from "./related";

const video = (video_id: string, both: number, viewers: number): CoViewed => ({
  ...{ video_id, both, viewers },
  ...{ title: video_id, course_id: "c", course_title: "C" },
});

/*
 * Found by bisection of what the method says, (p − low) ² + (L·(high − q))² = (p − L·q)², in another program.
 */
it.each([
  [20, 40, 30, 120, 1.26916],
  [20, 40, 0, 120, 15.39669],
  [5, 50, 50, 500, 0.42132],
  [30, 60, 5, 200, 8.27426],
  [10, 20, 10, 20, 0.5432],
])("the ratio of %i of %i to %i of %i is at least so large", (part, of, otherPart, otherOf, low) => {
  expect(rateRatioLow({ part, of }, { part: otherPart, of: otherOf })).toBeCloseTo(low, 4);
});

describe("related videos", () => {
  it("are not those that everybody watches, however many that are", () => {
    // 100 viewers: the popular video is watched by 90 of them and by 900 of 1000 in all; the other by 40, and by 60 in all.
    const found = relatedOf(100, [video("popular", 90, 900), video("other", 40, 60)]);
    // Theirs are 130 pairs, others' 830: 40 ÷ 130 against 20 ÷ 830.
    expect(found).toEqual([
      {
        ...{ video_id: "other", title: "other", course_id: "c", course_title: "C" },
        ...{ viewers_of_both: 40, viewers_of_both_percentage: 40, ratio: 12.77 },
        ratio_low: expect.any(Number),
      },
    ]);
  });

  it("are not all videos where the viewers watch everything", () => {
    expect(relatedOf(50, [video("a", 40, 80), video("b", 44, 88), video("c", 38, 76)])).toEqual([]);
  });

  it("are ordered by how sure they are, not by the ratio of a few", () => {
    const found = relatedOf(400, [video("few", 6, 7), video("many", 200, 260), video("popular", 300, 3000)]);
    expect(found.map(({ video_id }) => video_id)).toEqual(["many", "few"]);
    expect(found[1]!.ratio!).toBeGreaterThan(found[0]!.ratio!);
    expect(found[0]!.ratio_low).toBeGreaterThan(found[1]!.ratio_low);
  });

  it("need ten viewers, and somebody else to compare them with", () => {
    const videos = [video("popular", 8, 800), video("other", 9, 9)];
    expect(relatedOf(9, videos)).toEqual([]);
    expect(relatedOf(10, videos)).toMatchObject([{ video_id: "other", ratio: null }]);
    expect(relatedOf(40, [video("a", 30, 30), video("b", 10, 10)])).toEqual([]);
    expect(relatedOf(40, [])).toEqual([]);
  });
});
