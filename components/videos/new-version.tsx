"use client";

import { useRouter } from "next/navigation";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import Dialog from "@/components/ui/dialog";
import { Form, InputField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { ChooseVideoFile, useUpload } from "./choose-video-file";

const fields = { ...sameNames("source_url"), upload_id: "file" };

/** Replaces the file, by an upload or another address, in a dialog. Load it lazily. */
export default function NewVersion({
  video,
  returnTo,
  onClose,
}: {
  video: { id: string; revision: number };
  returnTo: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const upload = useUpload();
  const { run, busy, errors } = useFormAction(
    async (source_url: string) => {
      const { revision } = video;
      const path = `/api/admin/analytics/videos/${video.id}/versions`;
      if (!upload.file)
        return sendJson<{ id: string; version: number }>("POST", path, { source_url, revision });
      const sent = await upload.send();
      if (!sent.ok) return sent;
      const saved = await sendJson<{ id: string; version: number }>("POST", path, {
        upload_id: sent.value.id,
        revision,
      });
      return upload.withPicture(saved);
    },
    {
      fields,
      kept: t("videos.manage.not_replaced"),
      done: ({ version }) => {
        upload.setFile(null);
        onClose();
        router.refresh();
        return t("videos.manage.replaced", { version });
      },
    },
  );
  return (
    <Dialog
      title={t("videos.manage.new_version")}
      description={t("videos.manage.new_version_about")}
      returnTo={returnTo}
      onClose={() => {
        upload.cancel();
        onClose();
      }}
    >
      <Form
        errors={errors}
        onGiven={(given) => run(String(given.get("source_url") ?? "").trim())}
        noValidate
        className="mt-4 gap-4"
      >
        <ChooseVideoFile upload={upload} error={errors.fields.file} />
        {upload.file ? null : (
          <InputField
            label={t("videos.manage.or_address")}
            name="source_url"
            inputMode="url"
            spellCheck={false}
            placeholder="https://"
          />
        )}
        <div className="flex justify-end gap-2">
          <Button type="submit" look="primary" disabled={busy}>
            {t(busy ? "ui.saving" : "videos.manage.replace")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
