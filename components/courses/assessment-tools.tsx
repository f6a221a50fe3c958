"use client";

import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FormButton } from "@/components/ui/dialog-button";
import { emptyToNull } from "@/components/ui/edit-form";
import { sendJson, useSend } from "@/components/ui/send-json";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import { saveAssessmentAction } from "@/lib/domain/courses/assessments/actions";
import type { Due } from "@/lib/domain/courses/assessments/due";
import { type AssessmentForm, assessmentKinds } from "@/lib/domain/courses/assessments/forms";
import type { AssessmentRow } from "@/lib/domain/courses/assessments/schema";
import { ArchivedList } from "./archived-list";
import { externalIdField } from "./course-form";

/** What an assessment's form begins with. */
export type EditedAssessment = Due &
  Pick<AssessmentRow, "id" | "title" | "kind" | "weight" | "maximum_points" | "external_id" | "revision"> &
  Pick<AssessmentRow, "lesson_id" | "lesson_title" | "class_id" | "class_name" | "results">;

/** What the forms of a course's assessments offer. */
export type AssessmentChoices = {
  course_id: string;
  lessons: { id: string; title: string }[];
  classes: { id: string; name: string }[];
  /** The name of the school's time zone: "Lisbon time". */
  zone: string;
};

/** The button that makes an assessment, or edits this one. */
export function AssessmentDialog({
  choices,
  edited = null,
}: {
  choices: AssessmentChoices;
  edited?: EditedAssessment | null;
}) {
  const { t } = useLanguage();
  const { course_id, lessons, classes, zone } = choices;
  return (
    <FormButton
      button={{
        look: edited ? "tool" : "plain",
        "aria-label": edited ? t("courses.lessons.edit_of", { title: edited.title }) : undefined,
        children: t(edited ? "ui.edit" : "courses.results.add"),
      }}
      title={t(edited ? "courses.results.edit" : "courses.results.new")}
      start={{ kind: "assignment", maximum_points: 100, ...edited }}
      fields={[
        { name: "title", label: t("ui.title"), required: true, maxLength: 200, autoFocus: true },
        [
          {
            name: "kind",
            label: t("ui.type"),
            options: { of: assessmentKinds.map((kind) => [kind, t(`courses.results.kinds.${kind}`)]) },
          },
          {
            name: "class_id",
            label: t("courses.results.set_to"),
            options: {
              none: t("courses.results.everyone"),
              of: withOwn(
                classes.map(({ id, name }) => [id, name]),
                edited?.class_id,
                edited?.class_name,
              ),
            },
          },
        ],
        [
          {
            name: "due_day",
            label: t("courses.results.due_day"),
            hint: t("courses.results.due_about", { zone }),
            type: "date",
          },
          { name: "due_time", label: t("ui.time"), type: "time" },
        ],
        [
          {
            name: "maximum_points",
            label: t("courses.results.maximum"),
            type: "number",
            min: 0,
            step: "any",
          },
          {
            name: "weight",
            label: t("courses.results.weight"),
            hint: t("courses.results.weight_about"),
            type: "number",
            min: 0,
            max: 100,
            step: "any",
          },
        ],
        {
          name: "lesson_id",
          label: t("courses.results.lesson"),
          hint: t("courses.results.lesson_about"),
          options: {
            none: t("courses.results.no_lesson"),
            of: withOwn(
              lessons.map(({ id, title }) => [id, title]),
              edited?.lesson_id,
              edited?.lesson_title,
            ),
          },
        },
        externalIdField(t),
      ]}
      save={({ title = "", kind, maximum_points, weight, ...others }, revision) =>
        saveAssessmentAction({
          ...(emptyToNull(others) as Pick<
            AssessmentForm,
            "due_day" | "due_time" | "lesson_id" | "class_id" | "external_id"
          >),
          ...{ course_id, assessment_id: edited?.id ?? null, revision, title },
          kind: kind as AssessmentForm["kind"],
          maximum_points: maximum_points ? Number(maximum_points) : Number.NaN,
          weight: weight ? Number(weight) : null,
        })
      }
      kept={t("courses.form.nothing_saved")}
      done={() => t(edited ? "courses.results.saved" : "courses.results.made")}
    />
  );
}

type Choice = [id: string, name: string];

/** The choices with what the assessment has, which may be archived. */
const withOwn = (of: Choice[], id: string | null | undefined, name: string | null | undefined): Choice[] =>
  id && !of.some(([one]) => one === id) ? [...of, [id, name ?? id]] : of;

/** The buttons of a row: an archived assessment keeps its results, a deleted one loses them. */
export function AssessmentTools({
  choices,
  assessment,
}: {
  choices: AssessmentChoices;
  assessment: EditedAssessment;
}) {
  const { t } = useLanguage();
  const archive = useArchive(choices.course_id);
  const { id, title, results } = assessment;
  return (
    <span className="-mr-2 inline-flex">
      <AssessmentDialog choices={choices} edited={assessment} />
      <Button
        look="tool"
        aria-label={t("courses.lessons.archive_of", { title })}
        onClick={() => void archive(assessment, true)}
      >
        {t("courses.archive.archive")}
      </Button>
      <ConfirmButton
        button={{
          look: "tool",
          "aria-label": t("courses.results.delete_of", { title }),
          children: t("courses.results.delete"),
        }}
        title={t("courses.results.delete_of", { title })}
        description={t("courses.results.delete_about", { count: results })}
        confirm={t("courses.results.delete")}
        confirming={t("ui.deleting")}
        cancel={t("ui.cancel")}
        done={t("courses.results.deleted")}
        action={() => sendJson("DELETE", `/api/courses/${choices.course_id}/assessments/${id}`)}
      />
    </span>
  );
}

type Named = { id: string; title: string };

function useArchive(courseId: string) {
  const { t } = useLanguage();
  const send = useSend();
  const archive = async (one: Named, archived: boolean): Promise<void> => {
    const { id, title } = one;
    if (!(await send("PATCH", `/api/courses/${courseId}/assessments/${id}`, { archived }))) return;
    if (archived) notify(t("courses.lessons.archived", { title }), { undo: () => void archive(one, false) });
    else notify(t("courses.lessons.restored", { title }));
  };
  return archive;
}

/** A course's archived assessments, each with a button that restores it. */
export function ArchivedAssessments({ courseId, items }: { courseId: string; items: Named[] }) {
  const { t } = useLanguage();
  const archive = useArchive(courseId);
  return (
    <ArchivedList
      title={t("courses.results.archived_count", { count: items.length })}
      items={items}
      nameOf={({ title }) => title}
      onRestore={(one) => void archive(one, false)}
    />
  );
}
