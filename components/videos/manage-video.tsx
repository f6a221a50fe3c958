"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, lazy } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { DialogButton, type DialogPlace } from "@/components/ui/dialog-button";
import { Section } from "@/components/ui/section";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { Chapter } from "@/lib/domain/videos/chapters";

const EditDialog = lazy(() => import("./edit-video"));
const NewVersion = lazy(() => import("./new-version"));
const EditTracks = lazy(() => import("./edit-tracks"));

type Managed = {
  id: string;
  title: string;
  published: boolean;
  archived: boolean;
  version: number;
  revision: number;
};
/** What would be lost with the video. */
type Lost = { views: number; viewers: number; versions: number };

const pathOf = ({ id }: Pick<Managed, "id">) => `/api/admin/analytics/videos/${id}`;

/** Edits a video in a dialog. The page can have a second button for one of the fields. */
export function EditVideo({
  opensAt = "length",
  ...edited
}: Omit<ComponentProps<typeof EditDialog>, keyof DialogPlace | "opensAt"> & {
  opensAt?: "length" | "address";
}) {
  const { t } = useLanguage();
  const atAddress = opensAt === "address";
  return (
    <DialogButton
      button={{
        look: atAddress ? "tool" : "quiet",
        children: t(atAddress ? "videos.edit.add_address" : "videos.edit.title"),
      }}
    >
      {(place) => <EditDialog {...edited} opensAt={opensAt} {...place} />}
    </DialogButton>
  );
}

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
        <DialogButton button={{ children: t("videos.manage.new_version") }}>
          {(place) => <NewVersion video={video} {...place} />}
        </DialogButton>
        <DialogButton button={{ children: t("videos.tracks.title") }}>
          {(place) => <EditTracks videoId={video.id} chapters={chapters} languages={languages} {...place} />}
        </DialogButton>
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
      next="/videos"
      action={() => sendJson("DELETE", `${pathOf(video)}?revision=${video.revision}`)}
    />
  );
}
