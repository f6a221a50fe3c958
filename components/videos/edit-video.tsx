"use client";

import { useState } from "react";
import useSWR from "swr";
import { Checkbox } from "@/components/ui/checkbox";
import type { DialogPlace } from "@/components/ui/dialog-button";
import FormDialog from "@/components/ui/form-dialog";
import { requestRoute } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { changeVideoAction } from "@/lib/domain/videos/actions";
import { mediaTime } from "@/lib/language/numbers";

/** What of a video is edited, as its routes name it. */
export type EditedVideo = {
  id: string;
  title: string;
  course_id: string;
  lesson_id: string | null;
  /** The number and title of its lesson. */
  lesson_name: string | null;
  duration_seconds: number | null;
  source_url: string | null;
  provider_id: string | null;
  has_poster: boolean;
  revision: number;
};
type Lessons = { items: { id: string; number: string; title: string }[] };

/** Edits where a video belongs and where it is stored, in a dialog. Load it lazily. */
export default function EditVideoForm({
  video,
  courses,
  opensAt,
  ...place
}: DialogPlace & {
  video: EditedVideo;
  /** Those to which it can move. */
  courses: readonly { id: string; title: string }[];
  /** The field for which the button is. */
  opensAt: "length" | "address";
}) {
  const { t } = useLanguage();
  const [courseIds, setCourseIds] = useState([video.course_id]);
  const needLessonsOf = (id: unknown) => setCourseIds((ids) => [...new Set([...ids, String(id)])]);
  const { data: lessons = {} } = useSWR(["lessons", ...courseIds], ([, ...ids]) => lessonsOf(ids), {
    keepPreviousData: true,
  });
  const own = video.lesson_id === null ? [] : [[video.lesson_id, video.lesson_name ?? ""] as const];
  return (
    <FormDialog
      {...place}
      title={t("videos.edit.title")}
      description={t("videos.edit.about")}
      start={video}
      fields={[
        { name: "title", label: t("ui.title"), maxLength: 300 },
        [
          {
            name: "course_id",
            label: t("ui.course"),
            options: { of: courses.map(({ id, title }) => [id, title]) },
            onValue: needLessonsOf,
          },
          {
            name: "lesson_id",
            label: t("videos.edit.lesson"),
            options: ({ course_id = "" }) => ({
              none: t("videos.edit.no_lesson"),
              of: lessons[course_id] ?? (course_id === video.course_id ? own : []),
            }),
          },
        ],
        {
          name: "length",
          path: "duration_seconds",
          label: t("videos.edit.length"),
          hint: t("videos.edit.length_about"),
          textOf: (seconds) => mediaTime(Number(seconds)),
          inputMode: "numeric",
          autoFocus: opensAt === "length",
        },
        {
          name: "source_url",
          label: t("videos.edit.address"),
          hint: t("videos.edit.address_about"),
          inputMode: "url",
          spellCheck: false,
          autoFocus: opensAt === "address",
        },
        {
          name: "provider_id",
          label: t("videos.edit.cloudflare_id"),
          hint: t("videos.edit.cloudflare_id_about"),
          spellCheck: false,
        },
        {
          name: "poster",
          label: t("videos.edit.poster"),
          hint: t("videos.edit.poster_about"),
          type: "file",
          accept: "image/png,image/jpeg,image/webp",
        },
      ]}
      others={{ length: "length", file: "poster" }}
      save={async (texts, revision, { given }) => {
        const picture = await savePoster(video.id, given);
        if (!picture.ok) return picture;
        const answer = await changeVideoAction({ ...texts, video_id: video.id, revision });
        if (!answer.ok && answer.problem.current) needLessonsOf(answer.problem.current.course_id);
        return answer;
      }}
      done={({ duration_seconds }) =>
        duration_seconds === null || duration_seconds === video.duration_seconds
          ? t("videos.edit.saved")
          : t("videos.edit.recounted", { length: mediaTime(duration_seconds) })
      }
    >
      {() =>
        video.has_poster ? <Checkbox name="remove_poster">{t("videos.edit.remove_poster")}</Checkbox> : null
      }
    </FormDialog>
  );
}

/** The lessons of these courses, each with its number and title. */
async function lessonsOf(courseIds: readonly string[]) {
  const entries = courseIds.map(async (id) => {
    const answer = await requestRoute<Lessons>(`/api/courses/${id}/lessons?limit=100`);
    const items = answer.ok ? answer.value.items : [];
    return [id, items.map((one) => [one.id, `${one.number} ${one.title}`] as const)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Sets the picture that was chosen, or removes it. */
async function savePoster(videoId: string, given: FormData) {
  const path = `/api/admin/analytics/videos/${videoId}/poster`;
  const file = given.get("poster");
  if (file instanceof File && file.size > 0) return requestRoute(path, { method: "PUT", body: file });
  if (given.get("remove_poster")) return requestRoute(path, { method: "DELETE" });
  return { ok: true as const };
}
