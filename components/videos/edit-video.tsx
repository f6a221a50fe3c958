"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Form, InputField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { changeVideoAction } from "@/lib/domain/videos/actions";
import { mediaTime } from "@/lib/platform/format";

const Dialog = lazy(() => import("@/components/ui/dialog"));

const fields = sameNames("length", "source_url", "provider_id");

/** Corrects a video's length, and says where it is stored, in a dialog. The page can have a second button for one of the fields. */
export function EditVideo({
  videoId,
  durationSeconds,
  providerId,
  sourceUrl,
  label = "Edit video",
}: {
  videoId: string;
  durationSeconds: number | null;
  providerId: string | null;
  sourceUrl: string | null;
  /** "Add address": opens at that field. */
  label?: "Edit video" | "Add address";
}) {
  const atAddress = label === "Add address";
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const { run, busy, errors } = useFormAction(
    (length: string, source_url: string, provider_id: string) =>
      changeVideoAction({ video_id: videoId, length, source_url, provider_id }),
    {
      fields,
      done: ({ duration_seconds }) => {
        setOpen(false);
        return duration_seconds === null || duration_seconds === durationSeconds
          ? "The video is saved."
          : `The length is ${mediaTime(duration_seconds)}. The numbers are recounted.`;
      },
    },
  );
  return (
    <>
      <Button look={atAddress ? "tool" : "quiet"} ref={pressed} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title="Edit video"
            description="With another length, watched shares, completions and retention are recounted from what was played."
            returnTo={pressed}
            onClose={() => setOpen(false)}
          >
            <Form
              errors={errors}
              onGiven={(given) => {
                const text = (name: string) => String(given.get(name) ?? "");
                return run(text("length"), text("source_url"), text("provider_id"));
              }}
              noValidate
              className="mt-4 gap-4"
            >
              <InputField
                label="Length"
                name="length"
                hint="Minutes and seconds, such as 12:03 or 1:02:03"
                defaultValue={durationSeconds === null ? "" : mediaTime(durationSeconds)}
                inputMode="numeric"
                autoFocus={!atAddress}
              />
              <InputField
                label="Address of the video file"
                name="source_url"
                hint="Plays on this page and on its own: an MP4 or WebM file that browsers may load, such as https://files.school.example/7-2.mp4"
                defaultValue={sourceUrl ?? ""}
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                autoFocus={atAddress}
              />
              <InputField
                label="Cloudflare Stream ID"
                name="provider_id"
                hint="Only for a video on Cloudflare Stream: the 32 letters and digits in the address of its player"
                defaultValue={providerId ?? ""}
                autoComplete="off"
                spellCheck={false}
              />
              <div className="flex justify-end gap-2">
                <Button look="quiet" onClick={() => setOpen(false)}>
                  Cancel
                </Button>
                <Button type="submit" look="primary" disabled={busy}>
                  {busy ? "Saving" : "Save"}
                </Button>
              </div>
            </Form>
          </Dialog>
        </Suspense>
      ) : null}
    </>
  );
}
