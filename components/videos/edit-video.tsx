"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/use-language";
import { changeVideoAction } from "@/lib/domain/videos/actions";
import { mediaTime } from "@/lib/language/numbers";

const Dialog = lazy(() => import("@/components/ui/dialog"));

const fields = sameNames("title", "course_id", "length", "source_url", "provider_id");

/** Corrects a video's length, and says where it is stored, in a dialog. The page can have a second button for one of the fields. */
export function EditVideo({
  videoId,
  durationSeconds,
  providerId,
  sourceUrl,
  title,
  courseId,
  courses,
  revision,
  opensAt = "length",
}: {
  videoId: string;
  durationSeconds: number | null;
  providerId: string | null;
  sourceUrl: string | null;
  title: string;
  courseId: string;
  /** Those to which it can move. */
  courses: readonly { id: string; title: string }[];
  revision: number;
  /** The field for which the button is. */
  opensAt?: "length" | "address";
}) {
  const { t } = useLanguage();
  const atAddress = opensAt === "address";
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const { run, busy, errors } = useFormAction(
    (given: Record<"title" | "course_id" | "length" | "source_url" | "provider_id", string>) =>
      changeVideoAction({ video_id: videoId, revision, ...given }),
    {
      fields,
      done: ({ duration_seconds }) => {
        setOpen(false);
        return duration_seconds === null || duration_seconds === durationSeconds
          ? t("videos.edit.saved")
          : t("videos.edit.recounted", { length: mediaTime(duration_seconds) });
      },
    },
  );
  return (
    <>
      <Button look={atAddress ? "tool" : "quiet"} ref={pressed} onClick={() => setOpen(true)}>
        {t(atAddress ? "videos.edit.add_address" : "videos.edit.title")}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title={t("videos.edit.title")}
            description={t("videos.edit.about")}
            returnTo={pressed}
            onClose={() => setOpen(false)}
          >
            <Form
              errors={errors}
              onGiven={(given) => {
                const text = (name: string) => String(given.get(name) ?? "");
                return run({
                  title: text("title"),
                  course_id: text("course_id") || courseId,
                  length: text("length"),
                  source_url: text("source_url"),
                  provider_id: text("provider_id"),
                });
              }}
              noValidate
              className="mt-4 gap-4"
            >
              <InputField label={t("ui.title")} name="title" defaultValue={title} maxLength={300} />
              <SelectField label={t("ui.course")} name="course_id" defaultValue={courseId}>
                <Options of={courses.map((course) => [course.id, course.title] as const)} />
              </SelectField>
              <InputField
                label={t("videos.edit.length")}
                name="length"
                hint={t("videos.edit.length_about")}
                defaultValue={durationSeconds === null ? "" : mediaTime(durationSeconds)}
                inputMode="numeric"
                autoFocus={!atAddress}
              />
              <InputField
                label={t("videos.edit.address")}
                name="source_url"
                hint={t("videos.edit.address_about")}
                defaultValue={sourceUrl ?? ""}
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                autoFocus={atAddress}
              />
              <InputField
                label={t("videos.edit.cloudflare_id")}
                name="provider_id"
                hint={t("videos.edit.cloudflare_id_about")}
                defaultValue={providerId ?? ""}
                autoComplete="off"
                spellCheck={false}
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
