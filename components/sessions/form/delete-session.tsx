"use client";

import { useRouter } from "next/navigation";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { deleteSessionAction } from "@/lib/domain/sessions/actions";
import type { SessionStatus } from "@/lib/domain/sessions/session";

const descriptions = {
  ended:
    "Its attendance, messages, reactions, ratings and imported reports are deleted too. You cannot undo this. To keep it out of the numbers only, choose “Leave out” below instead.",
  scheduled:
    "Its registrations are deleted too. You cannot undo this. To keep it in the list, cancel it instead.",
  cancelled: "Its registrations are deleted too. You cannot undo this.",
};

/** Deletes a session and all that was recorded in it, after a confirmation; then opens the list. */
export function DeleteSession({
  sessionId,
  title,
  status,
}: {
  sessionId: string;
  title: string;
  status: Exclude<SessionStatus, "live">;
}) {
  const router = useRouter();
  return (
    <ConfirmButton
      button={{ children: "Delete session", look: "quiet" }}
      title={`Delete ${title}`}
      description={descriptions[status]}
      confirm="Delete session"
      confirming="Deleting"
      cancel="Keep it"
      done="The session is deleted."
      kept="Nothing was deleted"
      action={async () => {
        const result = await deleteSessionAction({ session_id: sessionId });
        if (result.ok) router.push("/sessions");
        return result;
      }}
    />
  );
}
