"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import Dialog from "@/components/ui/dialog";
import type { DialogPlace } from "@/components/ui/dialog-button";
import { Form, FormError, InputField, TextAreaField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { sendJson } from "@/components/ui/send-json";
import { requestRoute, useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { type Chapter, chapterLines } from "@/lib/domain/videos/chapters";

const fields = sameNames("text");

/** A video's chapters, as lines, and its captions, a file for each language, in a dialog. Load it lazily. */
export default function EditTracks({
  videoId,
  chapters,
  languages,
  returnTo,
  onClose,
}: DialogPlace & {
  videoId: string;
  chapters: Chapter[];
  /** Those that have captions. */
  languages: string[];
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const path = `/api/admin/analytics/videos/${videoId}`;
  const captionsPath = (language: string) => `${path}/captions/${encodeURIComponent(language)}`;
  const saving = useFormAction((text: string) => sendJson("PUT", `${path}/chapters`, { text }), {
    fields,
    done: () => {
      router.refresh();
      return t("videos.tracks.chapters_saved");
    },
  });
  const captions = useAction(
    (language: string, file: File) =>
      requestRoute(captionsPath(language), {
        method: "PUT",
        headers: { "content-type": "text/vtt" },
        body: file,
      }),
    {
      done: () => {
        router.refresh();
        return t("videos.tracks.captions_saved");
      },
    },
  );
  return (
    <Dialog
      title={t("videos.tracks.title")}
      description={t("videos.tracks.about")}
      returnTo={returnTo}
      onClose={onClose}
    >
      <Form
        errors={saving.errors}
        onGiven={(given) => saving.run(String(given.get("text") ?? ""))}
        noValidate
        className="mt-4 gap-3"
      >
        <TextAreaField
          label={t("videos.tracks.chapters")}
          name="text"
          rows={6}
          hint={t("videos.tracks.chapters_about")}
          defaultValue={chapterLines(chapters)}
        />
        <div>
          <Button type="submit" look="primary" disabled={saving.busy}>
            {t(saving.busy ? "ui.saving" : "videos.tracks.save_chapters")}
          </Button>
        </div>
      </Form>
      <Form
        onGiven={(given, form) => {
          const file = given.get("file");
          const language = String(given.get("language") ?? "").trim();
          if (!(file instanceof File) || file.size === 0 || !language) return;
          captions.run(language, file);
          form.reset();
        }}
        noValidate
        className="mt-6 gap-3"
      >
        <FormError>{captions.problem?.detail ?? null}</FormError>
        <InputField
          label={t("videos.tracks.language")}
          name="language"
          hint={t("videos.tracks.language_about")}
          maxLength={35}
          spellCheck={false}
        />
        <InputField label={t("videos.tracks.file")} name="file" type="file" accept=".vtt,text/vtt" />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={captions.busy}>
            {t("videos.tracks.add_captions")}
          </Button>
          {languages.map((language) => (
            <ConfirmButton
              key={language}
              button={{ look: "quiet", children: t("videos.tracks.remove", { language }) }}
              title={t("videos.tracks.remove", { language })}
              description={t("videos.tracks.remove_about")}
              confirm={t("videos.tracks.remove", { language })}
              confirming={t("ui.deleting")}
              cancel={t("ui.cancel")}
              done={t("videos.tracks.captions_saved")}
              action={() => requestRoute(captionsPath(language), { method: "DELETE" })}
            />
          ))}
        </div>
      </Form>
    </Dialog>
  );
}
