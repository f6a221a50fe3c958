"use client";

import type { ReactNode } from "react";
import { RowStrip } from "@/components/charts/row-strip";
import { Button } from "@/components/ui/button";
import { FormButton } from "@/components/ui/dialog-button";
import { Empty } from "@/components/ui/empty";
import { OrderedList } from "@/components/ui/ordered-list";
import { SectionHead } from "@/components/ui/section";
import { useSaving } from "@/components/ui/send-json";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import { arrangeQuestionsAction, saveQuestionAction } from "@/lib/domain/courses/assessments/actions";
import type { AssessmentRow, QuestionRow } from "@/lib/domain/courses/assessments/schema";
import { countedBelow } from "@/lib/language/numbers";
import { ArchivedList } from "./archived-list";

type Asked = Pick<AssessmentRow, "id" | "course_id" | "questions" | "revision">;

/** An assessment's questions in order, each with who got it right and what people answered. */
export function Questions({
  assessment,
  items,
  canEdit,
}: {
  assessment: Asked;
  items: readonly QuestionRow[];
  canEdit: boolean;
}) {
  const { t } = useLanguage();
  const save = useSaving();
  const { id, course_id } = assessment;
  const named = items.map((item) => ({ ...item, name: item.title }));
  const asked = named.filter(({ archived }) => !archived);
  const archived = named.filter((item) => item.archived);
  const ids = { course_id, assessment_id: id };
  const archive = async ({ id: question_id, title }: QuestionRow, archived: boolean) => {
    if (!(await save(() => arrangeQuestionsAction({ ...ids, archive: { question_id, archived } })))) return;
    notify(t(archived ? "courses.lessons.archived" : "courses.lessons.restored", { title }));
  };
  const add = canEdit ? <QuestionDialog assessment={assessment} edited={null} /> : null;
  return (
    <>
      <SectionHead
        title={t("ui.questions")}
        sub={asked.length ? t("courses.questions.about") : null}
        tools={asked.length && add ? <span className="mr-2">{add}</span> : null}
      />
      {asked.length ? (
        <OrderedList
          label={t("ui.questions")}
          items={asked}
          fixed={!canEdit}
          onOrder={(order) => save(() => arrangeQuestionsAction({ ...ids, order }))}
        >
          {(item, tools) => (
            <Question item={item} number={asked.indexOf(item) + 1}>
              {canEdit ? (
                <span className="flex flex-none items-center print:hidden">
                  {tools}
                  <QuestionDialog assessment={assessment} edited={item} />
                  <Button
                    look="tool"
                    aria-label={t("courses.lessons.archive_of", { title: item.title })}
                    onClick={() => void archive(item, true)}
                  >
                    {t("courses.archive.archive")}
                  </Button>
                </span>
              ) : null}
            </Question>
          )}
        </OrderedList>
      ) : (
        <Empty place="section" title={t("courses.questions.none")} actions={add}>
          {t(canEdit ? "courses.questions.none_about" : "courses.questions.none_assistant")}
        </Empty>
      )}
      {canEdit ? (
        <ArchivedList
          title={t("courses.questions.archived_count", { count: archived.length })}
          items={archived}
          nameOf={({ title }) => title}
          onRestore={(one) => void archive(one, false)}
        />
      ) : null}
    </>
  );
}

function Question({ item, number, children }: { item: QuestionRow; number: number; children: ReactNode }) {
  const { t, decimal } = useLanguage();
  const { title, maximum_points: maximum, answered, marked, mean_points: mean } = item;
  return (
    <article aria-label={title} className="py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 flex-1 basis-52 font-semibold [overflow-wrap:anywhere]">
          <span className="mr-1 text-ink-3 tabular-nums">{number}</span> {title}
        </h3>
        {children}
      </div>
      <p className="text-small text-ink-3">
        {[
          t("courses.questions.points", { points: maximum }),
          t("courses.questions.answered", { people: answered }),
          marked < answered ? t("courses.questions.marked", { people: marked }) : null,
          mean === null ? null : t("courses.questions.mean", { points: decimal(mean, 2) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {marked > 0 ? <Right item={item} /> : null}
      {item.answers.length > 0 ? <Answers item={item} /> : null}
    </article>
  );
}

/** How many had all points: a share with its interval, of few people a count. */
function Right({ item }: { item: QuestionRow }) {
  const { t, percent, decimal } = useLanguage();
  const { marked, right, right_percentage: share, low_percentage: low, high_percentage: high } = item;
  if (share === null || low === null || high === null || marked < countedBelow)
    return <p className="mt-1.5 text-small">{t("courses.questions.right_few", { right, marked })}</p>;
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-small">
      <RowStrip kind="place" value={share} band={{ low, high }} />
      <span>
        <b className="font-semibold">{t("courses.questions.right", { share: percent(share, 0), marked })}</b>{" "}
        <span className="text-ink-3">
          {t("courses.questions.interval", { low: decimal(low, 0), high: percent(high, 0) })}
        </span>
      </span>
    </p>
  );
}

/** The answers that several people gave, and how many gave another. */
function Answers({ item: { title, answers, other_answers: others, answered } }: { item: QuestionRow }) {
  const { t, count } = useLanguage();
  const rows = [
    ...answers.map(({ answer, people, right }) => ({
      ...{ key: answer, words: answer, people },
      note: right === people ? t("courses.questions.is_right") : null,
    })),
    ...(others ? [{ key: "", words: t("courses.questions.others"), people: others, note: null }] : []),
  ];
  return (
    <ul
      aria-label={t("courses.questions.answers_of", { title })}
      className="mt-2 grid max-w-[680px] gap-1 text-small"
    >
      {rows.map(({ key, words, people, note }) => (
        <li key={key} className="grid grid-cols-[minmax(0,1fr)_minmax(48px,168px)_2.5rem] items-center gap-3">
          <span className={key ? "[overflow-wrap:anywhere]" : "text-ink-3"}>
            {words}
            {note ? <span className="ml-2 text-axis text-good">{note}</span> : null}
          </span>
          <span aria-hidden="true" className="h-2 bg-sunk">
            <span
              className={key ? "block h-full bg-accent" : "block h-full bg-seen-2"}
              style={{ width: `${(people / answered) * 100}%` }}
            />
          </span>
          <span className="text-right tabular-nums">{count(people)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The button that adds a question, or edits this one. */
function QuestionDialog({ assessment, edited }: { assessment: Asked; edited: QuestionRow | null }) {
  const { t } = useLanguage();
  const { id: assessment_id, course_id, questions, revision } = assessment;
  const place = questions.findIndex(({ id }) => id === edited?.id);
  return (
    <FormButton
      button={{
        look: edited ? "tool" : "plain",
        "aria-label": edited ? t("courses.lessons.edit_of", { title: edited.title }) : undefined,
        children: t(edited ? "ui.edit" : "courses.questions.add"),
      }}
      title={t(edited ? "courses.questions.edit" : "courses.questions.new")}
      start={
        edited
          ? { title: edited.title, maximum_points: edited.maximum_points, revision }
          : { maximum_points: 1 }
      }
      fields={[
        {
          name: "title",
          label: t("courses.questions.question"),
          required: true,
          maxLength: 200,
          autoFocus: true,
        },
        {
          name: "maximum_points",
          label: t("courses.results.maximum"),
          type: "number",
          min: 0,
          step: "any",
        },
        ...(edited
          ? []
          : [
              {
                name: "id",
                label: t("courses.questions.id"),
                hint: t("courses.questions.id_about"),
                maxLength: 200,
              },
            ]),
      ]}
      others={{ [`questions[${place}].maximum_points`]: "maximum_points" }}
      save={({ title = "", maximum_points, id }, seen) =>
        saveQuestionAction({
          ...{ course_id, assessment_id, question_id: edited?.id ?? null, revision: seen },
          ...{ id: id || null, title },
          maximum_points: maximum_points ? Number(maximum_points) : Number.NaN,
        })
      }
      kept={t("courses.form.nothing_saved")}
      done={() => t(edited ? "courses.questions.saved" : "courses.questions.made")}
    />
  );
}
