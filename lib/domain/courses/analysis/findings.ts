import type { Language } from "@/lib/language/language";
import { fewest } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import { stoppedAfterDays } from "./funnel";
import type { CourseLessonsAnswer } from "./schema";

/**
 * The lesson at which more people stop than at any other, where that is beyond chance; else how many stopped, in counts. Then where those who
 * are active are.
 */
export function courseFindings(
  { numbers, lessons, too_few, most_stopped_lesson_id }: CourseLessonsAnswer,
  { t }: Language,
): Finding[] {
  const { enrolled, begun, stopped, active } = numbers;
  if (enrolled === 0 || too_few) return [];
  if (begun === 0) return [plain(t("courses.analysis.none_begun", { enrolled }))];
  const days = stoppedAfterDays;
  const most = lessons.find(({ lesson_id }) => lesson_id === most_stopped_lesson_id);
  const findings = most
    ? [
        key(t("courses.analysis.most_stop", { number: most.number })),
        plain(t("courses.analysis.went_no_further", { stopped: most.stopped, reached: most.reached, days })),
      ]
    : [plain(t("courses.analysis.stopped", { stopped, begun, days }))];
  if (active === 0) return findings;
  const at = largestBy(lessons, (lesson) => lesson.active);
  const isClear = at !== null && at.active >= fewest.people_for_rate;
  return [
    ...findings,
    plain(
      isClear
        ? t("courses.analysis.active_at", { active, here: at.active, number: at.number })
        : t("courses.analysis.active", { active }),
    ),
  ];
}
