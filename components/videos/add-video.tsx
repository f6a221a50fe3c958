"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldGroup, FieldRow, Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { saveOne } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { ChooseVideoFile, useUpload } from "./choose-video-file";

const places = ["page", "address", "cloudflare", "upload"] as const;
type Place = (typeof places)[number];

const fields = {
  ...sameNames("title", "course_id", "external_id", "source_url", "provider_id", "page_url"),
  upload_id: "file",
};

/** Adds one video: measured on its own page, played from an address, from Cloudflare Stream, or uploaded. */
export function AddVideo({
  courses,
  courseId,
}: {
  courses: readonly { id: string; title: string }[];
  /** The course that is chosen at first. */
  courseId: string;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const [place, setPlace] = useState<Place>("page");
  const upload = useUpload();
  const { run, busy, errors } = useFormAction(
    async (item: Record<string, unknown>) => {
      if (place !== "upload") return saveOne("/api/admin/analytics/videos", item);
      const sent = await upload.send();
      return sent.ok
        ? upload.withPicture(
            await saveOne("/api/admin/analytics/videos", { ...item, upload_id: sent.value.id }),
          )
        : sent;
    },
    {
      fields,
      kept: t("videos.add.nothing_added"),
      done: ({ id }) => {
        router.push(place === "page" ? `/videos/${id}/snippet` : `/videos/${id}`);
        return t("videos.add.added");
      },
    },
  );

  function add(given: FormData) {
    const text = (name: string) => String(given.get(name) ?? "").trim() || undefined;
    run({
      title: text("title") ?? "",
      course_id: text("course_id") ?? "",
      external_id: text("external_id"),
      page_url: text("page_url"),
      source_url: text("source_url"),
      provider_id: text("provider_id"),
      ...(place === "cloudflare" ? { provider: "cloudflare" } : {}),
    });
  }

  return (
    <Form errors={errors} onGiven={add} noValidate className="gap-6">
      <FieldGroup title={t("videos.add.one")}>
        <FieldRow>
          <InputField label={t("ui.title")} name="title" required maxLength={300} />
          <SelectField label={t("ui.course")} name="course_id" defaultValue={courseId}>
            <Options
              {...(courseId ? {} : { none: t("videos.add.choose_course") })}
              of={courses.map(({ id, title }) => [id, title] as const)}
            />
          </SelectField>
        </FieldRow>
        <SelectField
          label={t("videos.add.place")}
          name="place"
          value={place}
          hint={t(`videos.add.place_about.${place}`)}
          onValue={(value) => setPlace(value as Place)}
        >
          <Options of={places.map((each) => [each, t(`videos.add.places.${each}`)] as const)} />
        </SelectField>
        {place === "address" ? (
          <InputField
            label={t("videos.edit.address")}
            name="source_url"
            hint={t("videos.edit.address_about")}
            inputMode="url"
            spellCheck={false}
            placeholder="https://"
          />
        ) : null}
        {place === "cloudflare" ? (
          <InputField
            label={t("videos.edit.cloudflare_id")}
            name="provider_id"
            hint={t("videos.edit.cloudflare_id_about")}
            spellCheck={false}
          />
        ) : null}
        {place === "upload" ? <ChooseVideoFile upload={upload} error={errors.fields.file} /> : null}
        {place === "page" || place === "cloudflare" ? (
          <InputField
            label={t("videos.add.page_url")}
            name="page_url"
            hint={t("videos.add.page_url_about")}
            inputMode="url"
            spellCheck={false}
            placeholder="https://"
          />
        ) : null}
        <InputField
          label={t("videos.add.external_id")}
          name="external_id"
          hint={t("videos.add.external_id_about")}
          maxLength={200}
          spellCheck={false}
        />
      </FieldGroup>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" disabled={busy || (place === "upload" && !upload.file)}>
          {t(busy ? (place === "upload" ? "videos.add.uploading" : "ui.saving") : "videos.add.title")}
        </Button>
        {place === "page" ? <p className="text-small text-ink-3">{t("videos.add.snippet_next")}</p> : null}
      </div>
    </Form>
  );
}
