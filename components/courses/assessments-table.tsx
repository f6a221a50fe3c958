import Link from "next/link";
import { RowStrip } from "@/components/charts/row-strip";
import { SimpleTable } from "@/components/tables/simple-table";
import type { Due } from "@/lib/domain/courses/assessments/due";
import type { AssessmentRow } from "@/lib/domain/courses/assessments/schema";
import { labelOf, wordsOf } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { type AssessmentChoices, AssessmentTools } from "./assessment-tools";

export type ShownAssessment = AssessmentRow & Due & { due: string | null };

/** A course's assessments, with how many of its people have a result and how good they are. Drawn on the server. */
export function AssessmentsTable({
  rows,
  language,
  choices,
}: {
  rows: ShownAssessment[];
  language: Language;
  /** For who edits them. */
  choices: AssessmentChoices | null;
}) {
  const { t, count, percent, and } = language;
  const dash = "—";
  return (
    <SimpleTable
      wide
      label={t("courses.results.assessments")}
      rows={rows}
      rowKey={({ id }) => id}
      height="double"
      columns={[
        {
          label: t("courses.results.assessment"),
          className: "min-w-44",
          cell: ({ id, course_id, title, kind, lesson_title, class_name }) => (
            <>
              <Link
                href={`/courses/${course_id}/results/${id}`}
                prefetch={false}
                className="font-medium [overflow-wrap:anywhere]"
              >
                {title}
              </Link>
              <small className="block text-ink-3">
                {[t(`courses.results.kinds.${kind}`), class_name, lesson_title].filter(Boolean).join(" · ")}
              </small>
            </>
          ),
        },
        {
          label: t("courses.results.due"),
          className: "whitespace-nowrap",
          cell: ({ due }) => due ?? dash,
        },
        {
          label: t("courses.results.weight"),
          align: "end",
          cell: ({ weight }) => (weight === null ? dash : percent(weight)),
        },
        {
          label: t("courses.results.submitted"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ submitted, enrolled }) => t("courses.results.of", { submitted, enrolled }),
        },
        {
          label: labelOf("mean_score_percentage", language),
          title: wordsOf("mean_score_percentage", language).definition,
          align: "end",
          cell: ({ mean_score_percentage: mean, scores }) =>
            mean !== null ? percent(mean) : scores.length ? and(scores.map((one) => percent(one))) : dash,
        },
        {
          label: t("courses.results.distribution"),
          className: "w-36",
          cell: ({ distribution, title }) =>
            distribution ? (
              <RowStrip
                kind="steps"
                steps={distribution.map((value, at) => ({ at: at / distribution.length, value }))}
                label={t("courses.results.distribution_of", {
                  title,
                  bins: distribution
                    .map((people, at) =>
                      t("courses.results.bin", {
                        from: at * binWidth,
                        to: (at + 1) * binWidth,
                        people: count(people),
                      }),
                    )
                    .join("; "),
                })}
              />
            ) : (
              dash
            ),
        },
        ...(choices
          ? [
              {
                label: t("ui.action"),
                align: "end" as const,
                className: "print:hidden",
                // The browser needs no questions.
                cell: ({ questions: _, ...row }: ShownAssessment) => (
                  <AssessmentTools choices={choices} assessment={row} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

const binWidth = 10;
