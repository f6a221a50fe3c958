"use client";

import { useRouter } from "next/navigation";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { deleteSessionAction } from "@/lib/domain/sessions/actions";

/** Deletes a session and all that was recorded in it, after a confirmation; then opens the list. */
export function DeleteSession({
  sessionId,
  title,
  attended,
}: {
  sessionId: string;
  title: string;
  /** Whether people attended: then there is more to lose. */
  attended: boolean;
}) {
  const router = useRouter();
  const lost = attended
    ? "Its attendance, messages, reactions, ratings and imported reports are deleted too."
    : "Its registrations are deleted too.";
  return (
    <ConfirmButton
      button={{ children: "Delete session", look: "quiet" }}
      title={`Delete ${title}`}
      description={`${lost} You cannot undo this. To keep it out of the numbers only, choose “Leave out” below instead.`}
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
