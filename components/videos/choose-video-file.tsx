"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { DropZone } from "@/components/ui/drop-zone";
import { useLanguage } from "@/components/ui/use-language";
import type { ActionResult } from "@/lib/http/action";
import { pictureOf, uploadFile } from "./upload";

/** A file that is chosen, and how much of it has arrived while it is sent. */
export function useUpload() {
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const cancelling = useRef<AbortController | null>(null);

  async function send(): Promise<ActionResult<{ id: string }>> {
    cancelling.current = new AbortController();
    setShare(0);
    try {
      return await uploadFile(file!, { onProgress: setShare, signal: cancelling.current.signal });
    } finally {
      setShare(null);
    }
  }
  /** Gives the saved video a picture from the file, if this browser can read one: a video is complete without. */
  async function withPicture<T extends { id: string }>(saved: ActionResult<T>): Promise<ActionResult<T>> {
    const picture = saved.ok && file ? await pictureOf(file) : null;
    if (saved.ok && picture)
      await fetch(`/api/admin/analytics/videos/${saved.value.id}/poster`, {
        method: "PUT",
        body: picture,
      }).catch(() => null);
    return saved;
  }
  return { file, share, setFile, send, withPicture, cancel: () => cancelling.current?.abort() };
}

/** Chooses a video file, and shows how far its upload is. */
export function ChooseVideoFile({
  upload: { file, share, setFile, cancel },
  error,
}: {
  upload: ReturnType<typeof useUpload>;
  error: string | undefined;
}) {
  const { t, percent } = useLanguage();
  return (
    <DropZone
      label={t("videos.upload.file")}
      accept="video/mp4,video/webm,video/quicktime,.mp4,.webm,.mov"
      disabled={share !== null}
      onFile={setFile}
      className="grid gap-2 rounded-md border border-dashed border-line-strong p-4"
    >
      {(choose) => (
        <>
          <p className="text-small text-ink-2">{file ? file.name : t("videos.upload.about")}</p>
          {share === null ? (
            <div>
              <Button onClick={choose}>{t(file ? "videos.upload.other" : "videos.upload.choose")}</Button>
            </div>
          ) : (
            <div className="flex flex-wrap items-center gap-3">
              <progress
                value={share}
                max={1}
                aria-label={t("videos.upload.progress")}
                className="h-2 w-40 accent-(--accent)"
              />
              <span className="text-small tabular-nums text-ink-2">{percent(share * 100, 0)}</span>
              <Button look="quiet" onClick={cancel}>
                {t("ui.cancel")}
              </Button>
            </div>
          )}
          {error ? (
            <p role="alert" className="text-small text-bad">
              {error}
            </p>
          ) : null}
        </>
      )}
    </DropZone>
  );
}
