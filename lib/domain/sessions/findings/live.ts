import type { Language } from "@/lib/language/language";
import { largestDrop } from "@/lib/measure/drop-offs";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { DropOffPoint } from "../schema";
import { partOfGroup } from "../words";
import type { FindingFacts } from "./session";

/* What the page of a live session says first. Apart from the other sentences, because the browser writes these. */

/** The registered, of whom those who came are a part; 0 if others came too. */
export const baseOf = ({ attendance: { total_registered, walk_ins } }: FindingFacts["answer"]): number =>
  walk_ins === 0 ? total_registered : 0;

/** How many are here and have come so far, and the largest drop-off. */
export function liveFindings({ answer, hereNow, clock }: FindingFacts, language: Language): Finding[] {
  const { t } = language;
  const { total_attended: came, total_registered: registered } = answer.attendance;
  const drop = largestDrop(answer.drop_off_points);
  const lost = drop ? [plain(`${language.beginSentence(loss(answer, drop, clock, language))}.`)] : [];
  const base = baseOf(answer);
  if (hereNow === null || hereNow === undefined)
    return [key(t("session.running.so_far", { came, registered: base })), ...lost];
  if (hereNow === 0 && came === 0)
    return [
      key(registered > 0 ? t("session.running.none_here", { registered }) : t("session.running.nobody_here")),
    ];
  const all = hereNow === came ? [] : [plain(t("session.running.so_far", { came, registered: 0 }))];
  const here =
    base > 0
      ? [
          key(t("session.running.here_of", { here: hereNow })),
          plain(t("session.running.of_registered", { registered: base })),
        ]
      : [key(t("session.running.here", { here: hereNow }))];
  return [...here, ...all, ...lost];
}

/** `a quarter of the room left at 19:00`, the minute in which most of them left, or between two times if neighbouring windows were merged. */
export function loss(
  answer: FindingFacts["answer"],
  { lost, present, ...drop }: DropOffPoint,
  clock: FindingFacts["clock"],
  language: Language,
): string {
  const minutes = (Date.parse(drop.to) - Date.parse(drop.from)) / 60_000;
  const [from, to] = [clock(drop.from), clock(drop.to)];
  const long = minutes > Math.max(1, Math.round(answer.retention.length / 20)) && from !== to;
  return language.t("session.running.left", {
    ...partOfGroup(lost, present, language),
    lost,
    present,
    long: long ? "yes" : "no",
    from: long ? from : clock(drop.at),
    to,
  });
}
