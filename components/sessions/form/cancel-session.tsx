"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { cancelSessionAction } from "@/lib/domain/sessions/actions";

/** Cancels a session that has not started and, if the reader says so, the later ones of its series. */
export function CancelSession({
  sessionId,
  title,
  series,
}: {
  sessionId: string;
  title: string;
  /** Whether later sessions of its series may exist. */
  series: boolean;
}) {
  const [following, setFollowing] = useState(false);
  return (
    <ConfirmButton
      button={{ children: "Cancel session" }}
      title={`Cancel ${title}`}
      description="It stays in the list as cancelled and does not count in any number. You cannot undo this."
      confirm="Cancel session"
      confirming="Cancelling"
      cancel="Keep it"
      done={following ? "The sessions are cancelled." : "The session is cancelled."}
      action={() => cancelSessionAction({ session_id: sessionId, scope: following ? "following" : "this" })}
    >
      {series ? (
        <Checkbox
          className="mt-3"
          checked={following}
          onChange={(event) => setFollowing(event.target.checked)}
        >
          <span className="text-ink">Also cancel the later sessions of this series</span>
        </Checkbox>
      ) : null}
    </ConfirmButton>
  );
}
