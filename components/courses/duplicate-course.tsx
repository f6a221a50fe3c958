"use client";

import { useRouter } from "next/navigation";
import { FormButton } from "@/components/ui/dialog-button";
import { sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { Duplicated } from "@/lib/domain/courses/schema";

/** Copies a course for another term, after saying what is copied. */
export function DuplicateCourse({
  courseId,
  title,
  terms,
}: {
  courseId: string;
  title: string;
  terms: { id: string; name: string }[];
}) {
  const { t } = useLanguage();
  const router = useRouter();
  return (
    <FormButton
      button={{ look: "quiet", children: t("courses.duplicate.duplicate") }}
      title={t("courses.duplicate.title", { title })}
      description={t("courses.duplicate.about")}
      start={{ title }}
      fields={[
        { name: "title", label: t("ui.title"), maxLength: 200, autoFocus: true },
        {
          name: "term_id",
          label: t("courses.classes.term"),
          hint: t("courses.duplicate.term_about"),
          options: { none: t("courses.duplicate.no_term"), of: terms.map(({ id, name }) => [id, name]) },
        },
      ]}
      submit={t("courses.duplicate.duplicate")}
      save={({ title, term_id }) =>
        sendJson<Duplicated>("POST", `/api/courses/${courseId}/duplicate`, {
          title,
          term_id: term_id || null,
        })
      }
      kept={t("courses.form.nothing_saved")}
      done={({ id, success: _, ...copied }) => {
        router.push(`/courses/${id}`);
        return t("courses.duplicate.done", copied);
      }}
    />
  );
}
