import type { Mark } from "@/components/charts/labels";
import type { Moment } from "@/lib/domain/videos/schema";
import { countedBelow, mediaTime, ofBase, percent, plural } from "@/lib/platform/format";

/** More marks than this cannot be distinguished; losses are always included. */
const marksMax = 6;

/** The order of importance for somebody who improves a video: where people leave, then what they replay. */
const ranks: Record<Moment["kind"], number> = { drop_off: 0, spike: 1, dip: 2, intro: 3, top: 4 };

/** The moments of a video as the chart marks them, each with its count, in the order of time. */
export function momentMarks(moments: readonly Moment[]): Mark[] {
  const ordered = [...moments].sort(
    (a, b) => ranks[a.kind] - ranks[b.kind] || b.views - a.views || a.from_second - b.from_second,
  );
  const chosen: Moment[] = [];
  for (const moment of ordered) {
    if (chosen.length >= marksMax && moment.kind !== "drop_off") continue;
    // A passage that is marked already needs no second mark for keeping its viewers.
    if (moment.kind === "top" && chosen.some((other) => overlaps(other, moment))) continue;
    chosen.push(moment);
  }
  return chosen.map(toMark).sort((a, b) => a.second - b.second || a.rank - b.rank);
}

function overlaps(a: Moment, b: Moment): boolean {
  return a.from_second < b.to_second && b.from_second < a.to_second;
}

function toMark(moment: Moment): Mark {
  const rank = ranks[moment.kind];
  const plain = (title: string, detail: string, second = moment.at_second): Mark => ({
    second,
    toSecond: null,
    tone: "plain",
    rank,
    title,
    detail,
  });
  const { views, present, value } = moment;
  const share = present < countedBelow ? ofBase(views, present) : percent(value, 0);
  switch (moment.kind) {
    case "intro":
      return plain("Start", `${share} stay past ${mediaTime(moment.to_second)}`, moment.to_second);
    case "spike":
      return plain("Played again", plural(views, "time"));
    case "dip":
      return plain("Skipped", `in ${ofBase(views, present)} views`);
    case "top":
      return plain("Held", `${ofBase(views, present)} views stay`);
    case "drop_off":
      return {
        second: moment.from_second,
        toSecond: moment.to_second,
        tone: "loss",
        rank,
        title: `Left ${share}`,
        detail: `${ofBase(views, present)} views by ${mediaTime(moment.to_second)}`,
      };
  }
}
