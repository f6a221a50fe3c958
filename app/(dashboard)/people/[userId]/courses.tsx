import Link from "next/link";
import { quizzesText } from "@/app/(dashboard)/learning-rows";
import { RowStrip } from "@/components/charts/row-strip";
import { AgainstClass } from "@/components/learners/scores";
import { SimpleTable } from "@/components/tables/simple-table";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { classProgress, comparedMax } from "@/lib/flows/learning/class-progress";
import type { MyLearning } from "@/lib/flows/learning/my-learning";
import { sideOfClass } from "@/lib/flows/learning/scores";
import { labelOf, wordsOf } from "@/lib/glossary/glossary";
import { unknown } from "@/lib/language/numbers";
import { fewest } from "@/lib/measure/evidence";
import { bandOf } from "./scores";

/** A learner's courses, each with how far they are in comparison with their class. It follows the page, since a class's progress is counted from its facts. */
export async function LearnerCourses({
  userId,
  courses,
}: {
  userId: string;
  courses: MyLearning["courses"];
}) {
  const [language, ofClass] = await Promise.all([
    currentLanguage(),
    classProgress(
      userId,
      courses.map(({ id }) => id),
    ),
  ]);
  const { t } = language;
  const none = t("learners.scores.not_compared", { least: fewest.people_for_rate, most: comparedMax });
  return (
    <SimpleTable
      label={t("learners.page.courses")}
      wide
      rows={courses}
      rowKey={(course) => course.id}
      columns={[
        {
          label: t("ui.course"),
          cell: (course) => (
            <Link href={`/courses/${course.id}`} className="inline-block py-1 font-medium text-ink">
              {course.title}
            </Link>
          ),
        },
        {
          label: t("learners.page.lessons"),
          align: "end",
          cell: ({ progress }) =>
            t("learners.page.of", { part: progress.lessons_completed, all: progress.lessons }),
        },
        {
          label: labelOf("mastery_percentage", language),
          title: wordsOf("mastery_percentage", language).definition,
          align: "end",
          cell: ({ progress }) =>
            progress.mastery_percentage === null ? "—" : language.percent(progress.mastery_percentage),
        },
        {
          label: t("learners.scores.class"),
          className: "whitespace-nowrap",
          cell: ({ id, progress }) => {
            const half = ofClass.get(id) ?? null;
            const { mastery_percentage: mastery } = progress;
            return (
              <span className="flex items-center gap-3">
                <RowStrip kind="place" width={96} value={mastery} band={half} />
                <span>
                  <AgainstClass band={bandOf(half, language)} side={sideOfClass(mastery, half)} none={none} />
                </span>
              </span>
            );
          },
        },
        {
          label: t("learners.page.quizzes"),
          align: "end",
          cell: ({ quizzes }) => quizzesText(quizzes, language),
        },
        {
          label: t("learners.page.completed"),
          align: "end",
          cell: ({ videos }) =>
            t("learners.page.of", {
              part: videos.filter(({ completed }) => completed).length,
              all: videos.length,
            }),
        },
        {
          label: t("learners.page.attended"),
          align: "end",
          cell: ({ attended, sessions }) =>
            sessions ? t("learners.page.of", { part: attended, all: sessions }) : unknown,
        },
        {
          label: <span className="sr-only">{t("learners.roster.title")}</span>,
          align: "end",
          cell: (course) => (
            <LinkButton look="quiet" href={`/courses/${course.id}/roster`}>
              {t("learners.roster.title")}
            </LinkButton>
          ),
        },
      ]}
    />
  );
}
