"use client";

import { lazy, Suspense, useRef, useState, useTransition } from "react";
import { pressSessionAction } from "@/lib/domain/sessions/actions";
import type { SessionStatus } from "@/lib/domain/sessions/schema";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";

const EndDialog = lazy(() => import("./end-dialog"));

const done = {
  start: "The session is live.",
  reopen: "The session goes on.",
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
  const [asking, setAsking] = useState(false);
  const [busy, send] = useTransition();
  const end = useRef<HTMLButtonElement>(null);

  const press = (action: "start" | "reopen") =>
    send(async () => {
      try {
        const result = await pressSessionAction({ session_id: sessionId, action });
        notify(result.ok ? done[action] : result.problem.detail, result.ok ? {} : { tone: "bad" });
      } catch {
        notify("The server could not be reached. Nothing has changed: try again.", { tone: "bad" });
      }
    });

  if (status === "live")
    return (
      <>
        <Button ref={end} onClick={() => setAsking(true)}>
          End
        </Button>
        {asking ? (
          <Suspense>
            <EndDialog sessionId={sessionId} title={title} returnTo={end} onClose={() => setAsking(false)} />
          </Suspense>
        ) : null}
      </>
    );
  if (!openable) return null;
  if (status === "scheduled")
    return (
      <Button look="primary" disabled={busy} onClick={() => press("start")}>
        {busy ? "Starting" : "Start"}
      </Button>
    );
  if (status === "ended")
    return (
      <Button look="quiet" disabled={busy} onClick={() => press("reopen")}>
        {busy ? "Reopening" : "Reopen"}
      </Button>
    );
  return null;
}
