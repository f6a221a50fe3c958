"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Form, InputField, sameNames, useFormAction } from "@/components/ui/form";
import { changeVideoAction } from "@/lib/domain/videos/actions";
import { mediaTime } from "@/lib/platform/format";

const Dialog = lazy(() => import("@/components/ui/dialog"));

const fields = sameNames("length");

/** Corrects a video's length, in a dialog. */
export function EditLength({
  videoId,
  durationSeconds,
}: {
  videoId: string;
  durationSeconds: number | null;
}) {
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const { run, busy, errors } = useFormAction(
    (length: string) => changeVideoAction({ video_id: videoId, length }),
    {
      fields,
      done: ({ duration_seconds }) => {
        setOpen(false);
        return `The length is ${mediaTime(duration_seconds)}. The numbers are recounted.`;
      },
    },
  );
  return (
    <>
      <Button look="quiet" ref={pressed} onClick={() => setOpen(true)}>
        {durationSeconds === null ? "Enter length" : "Edit length"}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title="Length of the video"
            description="Watched shares, completions and retention are recounted from what was played."
            returnTo={pressed}
            onClose={() => setOpen(false)}
          >
            <Form
              errors={errors}
              onGiven={(given) => run(String(given.get("length") ?? ""))}
              noValidate
              className="mt-4 gap-4"
            >
              <InputField
                label="Length"
                name="length"
                hint="Minutes and seconds, such as 12:03 or 1:02:03"
                defaultValue={durationSeconds === null ? "" : mediaTime(durationSeconds)}
                inputMode="numeric"
                autoFocus
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
