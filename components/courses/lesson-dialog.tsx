"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Form, InputField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { saveOne, sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { ShownLesson } from "./lesson-shown";

const Dialog = lazy(() => import("@/components/ui/dialog"));
const fields = sameNames("title", "number", "external_id");

/** A button and its dialog, which makes a lesson or renames one. */
export function LessonDialog({ courseId, lesson }: { courseId: string; lesson: ShownLesson | null }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const path = `/api/courses/${courseId}/lessons`;
  const { run, busy, errors } = useFormAction(
    (item: Record<string, unknown>) =>
      lesson
        ? sendJson<unknown>("PATCH", `${path}/${lesson.id}`, { ...item, revision: lesson.revision })
        : saveOne(path, item),
    {
      fields,
      kept: t("courses.form.nothing_saved"),
      done: () => {
        setOpen(false);
        router.refresh();
        return t(lesson ? "courses.lessons.saved" : "courses.lessons.made");
      },
    },
  );
  return (
    <>
      <Button
        ref={pressed}
        look={lesson ? "tool" : "plain"}
        aria-label={lesson ? t("courses.lessons.edit_of", { title: lesson.title }) : undefined}
        onClick={() => setOpen(true)}
      >
        {t(lesson ? "ui.edit" : "courses.lessons.add")}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title={t(lesson ? "courses.lessons.edit" : "courses.lessons.new")}
            returnTo={pressed}
            onClose={() => setOpen(false)}
          >
            <Form
              errors={errors}
              noValidate
              className="mt-4 gap-4"
              onGiven={(given) => {
                const text = (name: string) => String(given.get(name) ?? "").trim();
                run({
                  title: text("title"),
                  ...(text("number") || lesson ? { number: text("number") } : {}),
                  external_id: text("external_id") || null,
                });
              }}
            >
              <InputField
                label={t("ui.title")}
                name="title"
                defaultValue={lesson?.title}
                required
                maxLength={200}
                autoFocus
              />
              <InputField
                label={t("courses.lessons.number")}
                hint={lesson ? undefined : t("courses.lessons.number_about")}
                name="number"
                defaultValue={lesson?.number}
                maxLength={20}
              />
              <InputField
                label={t("courses.form.external_id")}
                hint={t("courses.form.external_id_about")}
                name="external_id"
                defaultValue={lesson?.external_id ?? ""}
                maxLength={200}
              />
              <div className="flex justify-end gap-2">
                <Button look="quiet" onClick={() => setOpen(false)}>
                  {t("ui.cancel")}
                </Button>
                <Button type="submit" look="primary" disabled={busy}>
                  {t(busy ? "ui.saving" : "ui.save")}
                </Button>
              </div>
            </Form>
          </Dialog>
        </Suspense>
      ) : null}
    </>
  );
}
