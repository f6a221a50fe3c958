"use client";

import type { DialogPlace } from "@/components/ui/dialog-button";
import FormDialog from "@/components/ui/form-dialog";
import { sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { ChooseVideoFile, useUpload } from "./choose-video-file";
import type { EditedVideo } from "./edit-video";

type Replaced = { id: string; version: number; earlier_id: string | null; work_id: string | null };

/** Replaces the file, by an upload or another address, in a dialog. Load it lazily. */
export default function NewVersion({
  video,
  returnTo,
  onClose,
}: DialogPlace & { video: Pick<EditedVideo, "id" | "revision"> & { version: number } }) {
  const { t } = useLanguage();
  const upload = useUpload();
  const path = `/api/admin/analytics/videos/${video.id}/versions`;
  return (
    <FormDialog
      title={t("videos.manage.new_version")}
      description={t("videos.manage.new_version_about")}
      returnTo={returnTo}
      onClose={() => {
        upload.cancel();
        onClose();
      }}
      start={{ version: video.version, revision: video.revision }}
      fields={[
        { name: "version", label: t("videos.versions.version"), type: "hidden" },
        {
          name: "source_url",
          // The new file's, not that of the one which is saved.
          path: "new_source_url",
          label: t("videos.manage.or_address"),
          inputMode: "url",
          spellCheck: false,
          placeholder: "https://",
          type: upload.file ? "hidden" : "text",
        },
      ]}
      others={{ source_url: "source_url", upload_id: "file" }}
      submit={t("videos.manage.replace")}
      save={async ({ source_url }, revision) => {
        if (!upload.file) return sendJson<Replaced>("POST", path, { source_url, revision });
        const sent = await upload.send();
        if (!sent.ok) return sent;
        const saved = await sendJson<Replaced>("POST", path, { upload_id: sent.value.id, revision });
        // Until the file is replaced, its picture would be that of the old one.
        return saved.ok && saved.value.work_id ? saved : upload.withPicture(saved);
      }}
      kept={t("videos.manage.not_replaced")}
      done={({ version, earlier_id, work_id }) => {
        upload.setFile(null);
        if (work_id) return t("videos.manage.replacing");
        return t("videos.manage.replaced", { version, kept: earlier_id ? "yes" : "no" });
      }}
    >
      {({ errors }) => <ChooseVideoFile upload={upload} error={errors.file} />}
    </FormDialog>
  );
}
