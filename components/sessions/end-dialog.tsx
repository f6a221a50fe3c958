"use client";

import type { RefObject } from "react";
import { pressSessionAction } from "@/lib/domain/sessions/actions";
import AskingDialog from "./asking-dialog";

/** Ends a live session for everybody in it. */
export default function EndDialog({
  sessionId,
  title,
  returnTo,
  onClose,
}: {
  sessionId: string;
  title: string;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  return (
    <AskingDialog
      title={`End ${title}`}
      description="It is counted up to this moment, and takes no more presence or messages; people may still rate it. For an hour after the schedule it can be reopened."
      yes="End the session"
      busyWords="Ending"
      no="Go on"
      done="The session has ended."
      returnTo={returnTo}
      work={() => pressSessionAction({ session_id: sessionId, action: "end" })}
      onClose={onClose}
    />
  );
}
