"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { DropZone } from "@/components/ui/drop-zone";
import { FormError } from "@/components/ui/form";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { ActionResult } from "@/lib/http/action";
import type { ListedVideo, VideoList } from "./video-csv";

/** How many rows the preview shows, and how many videos one request takes. */
const shownRows = 8;
const shownProblems = 50;
const atOnce = 500;

type Result = { index: number; status: number; message?: string };
type Saved = { added: number; changed: number; refused: { line: number; message: string }[] };

/** Sends the videos, some hundred at a time; one that is refused stops no other. */
async function saveAll(videos: readonly ListedVideo[]): Promise<ActionResult<Saved>> {
  const saved: Saved = { added: 0, changed: 0, refused: [] };
  for (let from = 0; from < videos.length; from += atOnce) {
    const part = videos.slice(from, from + atOnce);
    const items = part.map(({ item }) => item);
    const answer = await sendJson<{ results: Result[] }>("POST", "/api/admin/analytics/videos", { items });
    if (!answer.ok) return answer;
    for (const { index, status, message } of answer.value.results)
      if (status === 201) saved.added++;
      else if (status === 200) saved.changed++;
      else saved.refused.push({ line: part[index]!.line, message: message ?? "" });
  }
  return { ok: true, value: saved };
}

/** Adds videos from a list, after a look at what it has: those with an id that exists are changed. */
export function ImportVideos({
  courses,
  courseId,
}: {
  courses: readonly { id: string; title: string }[];
  courseId: string;
}) {
  const language = useLanguage();
  const { t } = language;
  const router = useRouter();
  const [list, setList] = useState<(VideoList & { name: string }) | null>(null);
  const [refused, setRefused] = useState<Saved["refused"]>([]);
  const [unread, setUnread] = useState<string | null>(null);
  const { run, busy, problem } = useAction(saveAll, {
    kept: t("videos.add.list.not_all"),
    done: ({ added, changed, refused }) => {
      setRefused(refused);
      setList(null);
      if (refused.length === 0) router.push("/videos");
      return t("videos.add.list.done", { added, changed });
    },
  });

  async function read(file: File) {
    setUnread(null);
    setRefused([]);
    try {
      const [{ readVideos }, bytes] = await Promise.all([import("./video-csv"), file.arrayBuffer()]);
      setList({ name: file.name, ...readVideos(new Uint8Array(bytes), courses, courseId, language) });
    } catch {
      setUnread(t("videos.add.list.not_read", { name: file.name }));
    }
  }

  return (
    <DropZone
      label={t("videos.add.list.title")}
      accept=".csv,.tsv,.txt,text/csv,text/plain"
      disabled={busy}
      onFile={read}
      className="grid content-start gap-3 rounded-md"
    >
      {(choose) => (
        <>
          <h2 className="text-h2">{t("videos.add.list.title")}</h2>
          <FormError>{unread ?? problem?.detail ?? null}</FormError>
          <p className="text-ink-2">{t("videos.add.list.about")}</p>
          {list ? (
            <>
              <h3 className="text-small font-medium">
                {t("videos.add.list.found", {
                  name: list.name,
                  videos: list.videos.length,
                  problems: list.problems.length,
                })}
              </h3>
              {list.videos.length ? (
                <div className="overflow-x-auto">
                  <SimpleTable
                    label={t("videos.add.list.first")}
                    rows={list.videos.slice(0, shownRows)}
                    rowKey={({ line }) => line}
                    height="low"
                    columns={[
                      { label: t("videos.add.list.line"), cell: ({ line }) => line },
                      { label: t("ui.title"), cell: ({ item }) => item.title },
                      {
                        label: t("ui.course"),
                        cell: ({ item }) =>
                          courses.find(({ id }) => id === item.course_id)?.title ?? item.course_id,
                      },
                      { label: t("videos.add.external_id"), cell: ({ item }) => item.external_id },
                    ]}
                  />
                </div>
              ) : null}
              <Problems title={t("videos.add.list.left_out")} lines={list.problems} />
              <div className="flex gap-2">
                {list.videos.length ? (
                  <Button look="primary" disabled={busy} onClick={() => run(list.videos)}>
                    {t(busy ? "ui.saving" : "videos.add.list.add", { count: list.videos.length })}
                  </Button>
                ) : null}
                <Button look="quiet" disabled={busy} onClick={() => setList(null)}>
                  {t("ui.cancel")}
                </Button>
              </div>
            </>
          ) : (
            <>
              <Problems title={t("videos.add.list.refused")} lines={refused} />
              <div>
                <Button onClick={choose}>{t("videos.add.list.choose")}</Button>
              </div>
            </>
          )}
        </>
      )}
    </DropZone>
  );
}

function Problems({ title, lines }: { title: string; lines: readonly { line: number; message: string }[] }) {
  const { t } = useLanguage();
  if (lines.length === 0) return null;
  return (
    <div role="alert">
      <h3 className="text-small font-medium text-ink">{title}</h3>
      <ul className="mt-1 max-h-40 overflow-y-auto text-small text-ink-2">
        {lines.slice(0, shownProblems).map(({ line, message }) => (
          <li key={`${line} ${message}`}>{t("videos.add.list.problem", { line, message })}</li>
        ))}
        {lines.length > shownProblems ? (
          <li>{t("videos.add.list.more", { count: lines.length - shownProblems })}</li>
        ) : null}
      </ul>
    </div>
  );
}
