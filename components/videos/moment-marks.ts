import type { Mark } from "@/components/charts/labels";
import type { Moment } from "@/lib/domain/videos/schema";
import type { Language } from "@/lib/language/language";
import { countedBelow, mediaTime } from "@/lib/language/numbers";

/** More marks than this cannot be distinguished; losses are always included. */
const marksMax = 6;

/** The order of importance for somebody who improves a video: where people leave, then what they replay. */
const ranks: Record<Moment["kind"], number> = { drop_off: 0, spike: 1, dip: 2, intro: 3, top: 4 };

/** The moments of a video as the chart marks them, each with its count, in the order of time. */
export function momentMarks(moments: readonly Moment[], language: Language): Mark[] {
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
  return chosen
    .map((moment) => toMark(moment, language))
    .sort((a, b) => a.second - b.second || a.rank - b.rank);
}

function overlaps(a: Moment, b: Moment): boolean {
  return a.from_second < b.to_second && b.from_second < a.to_second;
}

function toMark(moment: Moment, { t, ofBase, percent }: Language): Mark {
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
  const counts = ofBase(views, present);
  const share = present < countedBelow ? counts : percent(value, 0);
  const until = mediaTime(moment.to_second);
  switch (moment.kind) {
    case "intro":
      return plain(
        t("videos.moments.intro"),
        t("videos.moments.intro_about", { share, time: until }),
        moment.to_second,
      );
    case "spike":
      return plain(t("videos.moments.spike"), t("videos.moments.spike_about", { times: views }));
    case "dip":
      return plain(t("videos.moments.dip"), t("videos.moments.dip_about", { share: counts }));
    case "top":
      return plain(t("videos.moments.top"), t("videos.moments.top_about", { share: counts }));
    case "drop_off":
      return {
        second: moment.from_second,
        toSecond: moment.to_second,
        tone: "loss",
        rank,
        title: t("videos.moments.drop", { share }),
        detail: t("videos.moments.drop_about", { share: counts, time: until }),
      };
  }
}
