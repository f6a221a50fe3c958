"use client";

import { useRouter } from "next/navigation";
import { lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Section } from "@/components/ui/section";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { Chapter } from "@/lib/domain/videos/chapters";

const NewVersion = lazy(() => import("./new-version"));
const EditTracks = lazy(() => import("./edit-tracks"));

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
        <OpenDialog label={t("videos.manage.new_version")}>
          {(place) => <NewVersion video={video} {...place} />}
        </OpenDialog>
        <OpenDialog label={t("videos.tracks.title")}>
          {(place) => <EditTracks videoId={video.id} chapters={chapters} languages={languages} {...place} />}
        </OpenDialog>
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

/** A button for a dialog that is loaded with the first click. */
function OpenDialog({
  label,
  children,
}: {
  label: string;
  children: (place: { returnTo: RefObject<HTMLButtonElement | null>; onClose: () => void }) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={pressed} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open ? <Suspense>{children({ returnTo: pressed, onClose: () => setOpen(false) })}</Suspense> : null}
    </>
  );
}
