"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { cancelSessionAction } from "@/lib/domain/sessions/actions";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";

const AskingDialog = lazy(() => import("./asking-dialog"));

/** Cancels a session that has not begun, and where it is of a series, what follows with it. */
export function CancelSession({
  sessionId,
  title,
  series,
}: {
  sessionId: string;
  title: string;
  /** Whether more of its series may follow. */
  series: boolean;
}) {
  const [asking, setAsking] = useState(false);
  const [following, setFollowing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={button} onClick={() => setAsking(true)}>
        Cancel the session
      </Button>
      {asking ? (
        <Suspense>
          <AskingDialog
            title={`Cancel ${title}`}
            description="It stays in the list as cancelled, counts for nothing and takes nothing more. This cannot be undone."
            yes="Cancel the session"
            busyWords="Cancelling"
            no="Keep it"
            done={following ? "The sessions are cancelled." : "The session is cancelled."}
            returnTo={button}
            work={() =>
              cancelSessionAction({ session_id: sessionId, scope: following ? "following" : "this" })
            }
            onClose={() => setAsking(false)}
          >
            {series ? (
              <Checkbox
                className="mt-3"
                checked={following}
                onChange={(event) => setFollowing(event.target.checked)}
              >
                <span className="text-ink">Also those of its series that follow</span>
              </Checkbox>
            ) : null}
          </AskingDialog>
        </Suspense>
      ) : null}
    </>
  );
}
