import { stoppedAfterDays } from "@/lib/domain/courses/analysis/funnel";
import type { CourseLessonsAnswer } from "@/lib/domain/courses/analysis/schema";
import { routeSearch } from "@/lib/http/list-url";
import type { Language } from "@/lib/language/language";
import { atRisk, losesViews, type Priority } from "../overview/priorities";
import type { QuietLearners } from "../overview/quiet-learners";

const itemsMax = 3;
/** A course has many videos: more of them would hide its people. */
const videosMax = 2;

/**
 * What to look at first in a course, or in one of its classes, most people affected first: the lesson at which more people stopped than at any
 * other, the places of its videos at which most views stop, and who is at risk in it.
 */
export function courseAttention(
  answer: CourseLessonsAnswer,
  quiet: QuietLearners | null,
  language: Language,
): Priority[] {
  const { course_id, class_id, lessons } = answer;
  const filter = routeSearch({ course_id, class_id: class_id ?? undefined }).replace("?", "&");
  const byPeople = (items: Priority[]) => items.sort((a, b) => b.people - a.people);
  const videos = lessons.flatMap(({ videos }) =>
    videos.flatMap(({ video_id: id, title, duration_seconds: seconds, curve, hardest_moment: hardest }) => {
      if (seconds === null || !hardest) return [];
      const { lost_percentage: lost_percent, ...drop } = hardest;
      return losesViews({ id, title, seconds, curve, drop_offs: [{ ...drop, lost_percent }] }, language);
    }),
  );
  return byPeople([
    ...mostStop(answer, language),
    ...byPeople(videos).slice(0, videosMax),
    ...(quiet ? atRisk(quiet, language, filter) : []),
  ]).slice(0, itemsMax);
}

function mostStop(
  { course_id, class_id, lessons, most_stopped_lesson_id }: CourseLessonsAnswer,
  { t }: Language,
): Priority[] {
  const place = lessons.findIndex(({ lesson_id }) => lesson_id === most_stopped_lesson_id);
  const lesson = lessons[place];
  if (!lesson) return [];
  const { stopped, reached, number, lesson_id } = lesson;
  const counts = lessons.map((one) => one.reached);
  return [
    {
      title: t("courses.attention.stopped", { stopped, number }),
      detail: t("courses.analysis.went_no_further", { stopped, reached, days: stoppedAfterDays }),
      href: `/courses/${course_id}${routeSearch({ class_id: class_id ?? undefined, lesson: lesson_id })}#lesson`,
      linkText: t("courses.attention.open_lesson"),
      people: stopped,
      picture: {
        kind: "room",
        // The last lesson is as wide as the others.
        curve: [...counts, counts.at(-1)!],
        drop_offs: [{ from: place / lessons.length, to: (place + 1) / lessons.length }],
        caption: t("courses.attention.reached"),
      },
    },
  ];
}
