"use client";

import { FormButton } from "@/components/ui/dialog-button";
import { emptyToNull } from "@/components/ui/edit-form";
import { saveAt } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { externalIdField } from "./course-form";
import type { ShownLesson } from "./lesson-shown";

/** A button and its dialog, which makes a lesson or renames one. */
export function LessonDialog({ courseId, lesson }: { courseId: string; lesson: ShownLesson | null }) {
  const { t } = useLanguage();
  const save = saveAt(`/api/courses/${courseId}/lessons`, lesson);
  return (
    <FormButton
      button={{
        look: lesson ? "tool" : "plain",
        "aria-label": lesson ? t("courses.lessons.edit_of", { title: lesson.title }) : undefined,
        children: t(lesson ? "ui.edit" : "courses.lessons.add"),
      }}
      title={t(lesson ? "courses.lessons.edit" : "courses.lessons.new")}
      start={{ ...lesson }}
      fields={[
        { name: "title", label: t("ui.title"), required: true, maxLength: 200, autoFocus: true },
        {
          name: "number",
          label: t("courses.lessons.number"),
          hint: lesson ? undefined : t("courses.lessons.number_about"),
          maxLength: 20,
        },
        externalIdField(t),
      ]}
      save={({ title, number, external_id }, revision) =>
        save({ title, ...(number || lesson ? { number } : {}), ...emptyToNull({ external_id }) }, revision)
      }
      kept={t("courses.form.nothing_saved")}
      done={() => t(lesson ? "courses.lessons.saved" : "courses.lessons.made")}
    />
  );
}
