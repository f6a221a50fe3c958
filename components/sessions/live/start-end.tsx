"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { pressSessionAction } from "@/lib/domain/sessions/actions";
import type { SessionStatus } from "@/lib/domain/sessions/schema";

const ConfirmDialog = lazy(() => import("@/components/ui/confirm-dialog"));

const done = {
  start: "The session is live.",
  reopen: "The session is live again.",
} as const;

/**
 * Start, or End (which asks), or, for an hour after the schedule, taking an end back. `openable`: whether Start or Reopen may
 * still be pressed, as the server knows the time.
 */
export function StartEnd({
  sessionId,
  title,
  status,
  openable,
}: {
  sessionId: string;
  title: string;
  status: SessionStatus;
  openable: boolean;
}) {
  const [confirming, setConfirming] = useState(false);
  const { run, busy } = useAction(
    (action: keyof typeof done) => pressSessionAction({ session_id: sessionId, action }),
    { toast: true, done: (_value, action) => done[action] },
  );
  const end = useRef<HTMLButtonElement>(null);

  if (status === "live")
    return (
      <>
        <Button ref={end} onClick={() => setConfirming(true)}>
          End
        </Button>
        {confirming ? (
          <Suspense>
            <ConfirmDialog
              title={`End ${title}`}
              description="Attendance and chat stop now. People can still rate it. You can reopen it until one hour after its scheduled end."
              confirm="End session"
              confirming="Ending"
              cancel="Keep running"
              done="The session has ended."
              returnTo={end}
              action={() => pressSessionAction({ session_id: sessionId, action: "end" })}
              onClose={() => setConfirming(false)}
            />
          </Suspense>
        ) : null}
      </>
    );
  if (!openable) return null;
  if (status === "scheduled")
    return (
      <Button look="primary" disabled={busy} onClick={() => run("start")}>
        {busy ? "Starting" : "Start"}
      </Button>
    );
  if (status === "ended")
    return (
      <Button look="quiet" disabled={busy} onClick={() => run("reopen")}>
        {busy ? "Reopening" : "Reopen"}
      </Button>
    );
  return null;
}
