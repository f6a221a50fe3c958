"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { Duplicated } from "@/lib/domain/courses/schema";

const Dialog = lazy(() => import("@/components/ui/dialog"));
const fields = sameNames("title", "term_id");

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
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const { run, busy, errors } = useFormAction(
    (body: { title: string; term_id: string | null }) =>
      sendJson<Duplicated>("POST", `/api/courses/${courseId}/duplicate`, body),
    {
      fields,
      kept: t("courses.form.nothing_saved"),
      done: ({ id, lessons, materials, classes }) => {
        setOpen(false);
        router.push(`/courses/${id}`);
        return t("courses.duplicate.done", { lessons, materials, classes });
      },
    },
  );
  return (
    <>
      <Button ref={pressed} look="quiet" onClick={() => setOpen(true)}>
        {t("courses.duplicate.duplicate")}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title={t("courses.duplicate.title", { title })}
            description={t("courses.duplicate.about")}
            returnTo={pressed}
            onClose={() => setOpen(false)}
          >
            <Form
              errors={errors}
              noValidate
              className="mt-4 gap-4"
              onGiven={(given) =>
                run({
                  title: String(given.get("title") ?? "").trim(),
                  term_id: String(given.get("term_id") ?? "") || null,
                })
              }
            >
              <InputField label={t("ui.title")} name="title" defaultValue={title} maxLength={200} autoFocus />
              <SelectField
                label={t("courses.classes.term")}
                hint={t("courses.duplicate.term_about")}
                name="term_id"
              >
                <Options none={t("courses.duplicate.no_term")} of={terms.map(({ id, name }) => [id, name])} />
              </SelectField>
              <div className="flex justify-end gap-2">
                <Button look="quiet" onClick={() => setOpen(false)}>
                  {t("ui.cancel")}
                </Button>
                <Button type="submit" look="primary" disabled={busy}>
                  {t(busy ? "ui.saving" : "courses.duplicate.duplicate")}
                </Button>
              </div>
            </Form>
          </Dialog>
        </Suspense>
      ) : null}
    </>
  );
}
