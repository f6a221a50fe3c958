"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cancelSessionAction } from "@/lib/domain/sessions/actions";

const ConfirmDialog = lazy(() => import("@/components/ui/confirm-dialog"));

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
  const [confirming, setConfirming] = useState(false);
  const [following, setFollowing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={button} onClick={() => setConfirming(true)}>
        Cancel session
      </Button>
      {confirming ? (
        <Suspense>
          <ConfirmDialog
            title={`Cancel ${title}`}
            description="It stays in the list as cancelled and does not count in any number. You cannot undo this."
            confirm="Cancel session"
            confirming="Cancelling"
            cancel="Keep it"
            done={following ? "The sessions are cancelled." : "The session is cancelled."}
            returnTo={button}
            action={() =>
              cancelSessionAction({ session_id: sessionId, scope: following ? "following" : "this" })
            }
            onClose={() => setConfirming(false)}
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
          </ConfirmDialog>
        </Suspense>
      ) : null}
    </>
  );
}
