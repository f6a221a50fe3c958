"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { EditForm, emptyToNull } from "@/components/ui/edit-form";
import { LinkButton } from "@/components/ui/link-button";
import { saveOne, sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { Language } from "@/lib/language/language";
import { ChooseInstructors, type Named } from "./choose-instructors";

/** What a course's form starts with. */
type CourseValues = { title: string; description: string | null; external_id: string | null };

/** The id by which another system names a thing. */
export const externalIdField = (t: Language["t"]) => ({
  name: "external_id",
  label: t("courses.form.external_id"),
  hint: t("courses.form.external_id_about"),
  maxLength: 200,
});

/** Makes a course, or edits one. */
export function CourseForm({
  values,
  instructors,
  staff,
  schoolId = null,
  edited = null,
}: {
  values: CourseValues;
  instructors: Named[];
  /** Who can teach a course of the school. */
  staff: Named[];
  /** Named by the installation's administrator. */
  schoolId?: string | null;
  edited?: { id: string; revision: number } | null;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const [chosen, setChosen] = useState(instructors);
  return (
    <EditForm
      className="mt-6 max-w-[640px] gap-4"
      start={{ ...values, revision: edited?.revision }}
      fields={[
        { name: "title", label: t("ui.title"), required: true, maxLength: 200 },
        { name: "description", label: t("courses.form.description"), lines: 4, maxLength: 5000 },
        externalIdField(t),
      ]}
      others={{ instructor_ids: "instructor_ids" }}
      save={async ({ title, ...others }, revision) => {
        const item = { title, ...emptyToNull(others) };
        const instructor_ids = chosen.map(({ id }) => id);
        if (!edited)
          return saveOne("/api/courses", {
            ...item,
            instructor_ids,
            ...(schoolId ? { school_id: schoolId } : {}),
          });
        const answer = await sendJson<unknown>("PATCH", `/api/courses/${edited.id}`, {
          ...item,
          ...(ids(chosen) === ids(instructors) ? {} : { instructor_ids }),
          revision,
        });
        return answer.ok ? { ...answer, value: { id: edited.id } } : answer;
      }}
      kept={t("courses.form.nothing_saved")}
      done={({ id }) => {
        router.push(`/courses/${id}`);
        router.refresh();
        return t(edited ? "courses.form.saved" : "courses.form.made");
      }}
      submit={t(edited ? "ui.save" : "courses.form.make")}
      actions={(save) => (
        <div className="flex gap-2">
          {save}
          <LinkButton look="quiet" href={edited ? `/courses/${edited.id}` : "/courses"}>
            {t("ui.cancel")}
          </LinkButton>
        </div>
      )}
    >
      {({ errors }) => (
        <ChooseInstructors chosen={chosen} staff={staff} error={errors.instructor_ids} onChange={setChosen} />
      )}
    </EditForm>
  );
}

const ids = (people: Named[]) =>
  people
    .map(({ id }) => id)
    .sort()
    .join();
