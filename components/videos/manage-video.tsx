"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Form, InputField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Section } from "@/components/ui/section";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { Chapter } from "@/lib/domain/videos/chapters";
import { ChooseVideoFile, useUpload } from "./choose-video-file";
import { EditTracks } from "./edit-tracks";

const Dialog = lazy(() => import("@/components/ui/dialog"));

type Managed = { id: string; title: string; published: boolean; archived: boolean; revision: number };
/** What would be lost with the video. */
type Lost = { views: number; viewers: number; versions: number };

const pathOf = ({ id }: Pick<Managed, "id">) => `/api/admin/analytics/videos/${id}`;

/** What is done with a video as a whole: its file is replaced, it is published, archived or deleted. */
export function ManageVideo({
  video,
  lost,
  chapters,
  languages,
}: {
  video: Managed;
  lost: Lost;
  chapters: Chapter[];
  languages: string[];
}) {
  const { t } = useLanguage();
  return (
    <Section id="manage" title={t("videos.manage.title")} sub={t("videos.manage.about")}>
      <div className="flex flex-wrap gap-2">
        <NewVersion video={video} />
        <EditTracks videoId={video.id} chapters={chapters} languages={languages} />
        <Switch video={video} setting="published" is={video.published} />
        <Switch video={video} setting="archived" is={video.archived} />
        <DeleteVideo video={video} lost={lost} />
      </div>
    </Section>
  );
}

/** Turns a setting on or off; the notice undoes it. */
function Switch({ video, setting, is }: { video: Managed; setting: "published" | "archived"; is: boolean }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { run, busy } = useAction(
    (on: boolean, _undoing: boolean) => sendJson("PATCH", pathOf(video), { [setting]: on }),
    {
      toast: true,
      done: (_, on, undoing) => {
        router.refresh();
        const text = t(`videos.manage.${setting}_done`, { on: on ? "yes" : "no" });
        return undoing ? text : { text, undo: () => run(!on, true) };
      },
    },
  );
  return (
    <Button disabled={busy} onClick={() => run(!is, false)}>
      {t(`videos.manage.${setting}`, { on: is ? "yes" : "no" })}
    </Button>
  );
}

function DeleteVideo({ video, lost }: { video: Managed; lost: Lost }) {
  const { t } = useLanguage();
  const router = useRouter();
  return (
    <ConfirmButton
      button={{ children: t("videos.manage.delete") }}
      title={t("videos.manage.delete_title", { title: video.title })}
      description={t("videos.manage.delete_about", lost)}
      confirm={t("videos.manage.delete")}
      confirming={t("ui.deleting")}
      cancel={t("videos.manage.keep")}
      done={t("videos.manage.deleted")}
      kept={t("videos.manage.kept")}
      action={async () => {
        const result = await sendJson("DELETE", `${pathOf(video)}?revision=${video.revision}`);
        if (result.ok) router.push("/videos");
        return result;
      }}
    />
  );
}

const fields = { ...sameNames("source_url"), upload_id: "file" };

/** Replaces the file, by an upload or another address. */
function NewVersion({ video }: { video: Managed }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const upload = useUpload();
  const { run, busy, errors } = useFormAction(
    async (source_url: string) => {
      const { revision } = video;
      const path = `${pathOf(video)}/versions`;
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
        setOpen(false);
        upload.setFile(null);
        router.refresh();
        return t("videos.manage.replaced", { version });
      },
    },
  );
  return (
    <>
      <Button ref={pressed} onClick={() => setOpen(true)}>
        {t("videos.manage.new_version")}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title={t("videos.manage.new_version")}
            description={t("videos.manage.new_version_about")}
            returnTo={pressed}
            onClose={() => {
              upload.cancel();
              setOpen(false);
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
        </Suspense>
      ) : null}
    </>
  );
}
