import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { Questions } from "@/components/courses/questions";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { readAssessment } from "@/lib/domain/courses/assessments/queries";
import { questionList } from "@/lib/domain/courses/assessments/question-answers";
import { readCourse, zoneOf } from "@/lib/domain/courses/queries";
import { dateFormat, zoneName } from "@/lib/language/dates";

type Props = { params: Promise<{ courseId: string; assessmentId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [scope, { courseId, assessmentId }] = await Promise.all([requireStaff(), params]);
  return { title: (await reached(readAssessment(scope, courseId, assessmentId))).title };
}

/** An assessment with its questions. */
export default async function AssessmentPage({ params }: Props) {
  const [scope, { courseId, assessmentId }] = await Promise.all([requireStaff(), params]);
  const course = await reached(readCourse(scope, courseId));
  const { assessment, items } = await reached(questionList(scope, course.id, assessmentId));
  const [language, timeZone] = await Promise.all([currentLanguage(), zoneOf(course)]);
  const { t, code, percent } = language;
  const { due_at, submitted, enrolled, mean_score_percentage: mean } = assessment;
  const due = due_at && dateFormat(code).dayAndTime(new Date(due_at), new Date(), timeZone);
  const asked = items.filter(({ archived }) => !archived);
  const points = asked.reduce((sum, { maximum_points }) => sum + maximum_points, 0);
  return (
    <ClientMessages
      of={["courses.archive", "courses.form", "courses.lessons", "courses.questions", "courses.results"]}
    >
      <PageHead
        crumbs={[
          { label: t("courses.list.title"), href: "/courses" },
          { label: course.title, href: `/courses/${course.id}` },
          { label: t("courses.results.title"), href: `/courses/${course.id}/results` },
          { label: assessment.title },
        ]}
        title={assessment.title}
        meta={[
          t(`courses.results.kinds.${assessment.kind}`),
          assessment.class_name,
          assessment.lesson_title,
          due && t("courses.questions.due", { due }),
          zoneName(timeZone, language),
        ]}
        summary={[
          t("courses.questions.submitted", { submitted, enrolled }),
          mean === null ? null : t("courses.questions.mean_score", { mean: percent(mean) }),
          asked.length && points !== assessment.maximum_points
            ? t("courses.questions.sum", { points, maximum: assessment.maximum_points })
            : null,
        ]
          .filter(Boolean)
          .join(" ")}
        actions={
          <LinkButton href={`/courses/${course.id}/results?results.assessment_id=${assessment.id}#results`}>
            {t("courses.results.list")}
          </LinkButton>
        }
      />
      <Section>
        <Questions
          assessment={assessment}
          items={items}
          canEdit={isTeaching(scope) && !assessment.archived_at}
        />
      </Section>
    </ClientMessages>
  );
}
