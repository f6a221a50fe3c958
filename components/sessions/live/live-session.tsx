"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import { changeStatusAction } from "@/lib/domain/sessions/actions";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import type { Connection } from "./use-live";

type CurrentSession = { state: LiveState; connection: Connection };

export const SessionContext = createContext<CurrentSession | null>(null);

/** The session that the page is about, as it is now. */
export function useCurrentSession(): CurrentSession {
  const current = useContext(SessionContext);
  if (!current) throw new Error("useSession needs a StillSession or LiveSession parent");
  return current;
}

/** A session that does not change while the page is open. */
export function StillSession({ state, children }: { state: LiveState; children: ReactNode }) {
  const current = useMemo<CurrentSession>(() => ({ state, connection: "connected" }), [state]);
  return <SessionContext value={current}>{children}</SessionContext>;
}

/** Keeps the session inside it up to date; loaded only for a session that is live or can start. */
export const LiveSession = dynamic(() => import("./followed-session"));

/** The summary of a live session, from the same state as its numbers; loaded only for one. */
export const CurrentFindings = dynamic(() => import("./current-findings"));

/** Says that the page updates automatically, and when it cannot. */
export function LiveLine() {
  const { state, connection } = useCurrentSession();
  return (
    <span role="status">
      {state.session_status !== "live" ? null : connection === "connected" ? (
        <Tag pip="live">Live</Tag>
      ) : (
        <Tag pip="rest">Reconnecting: these are the last known numbers</Tag>
      )}
    </span>
  );
}

/** The headline numbers of a session that is live or can start, as it is now. */
export const CurrentNumbers = dynamic(() =>
  import("./followed-session").then((module) => module.FollowedNumbers),
);

const statusActions = {
  start: { look: "primary", label: "Start", busy: "Starting", done: "The session is live." },
  reopen: { look: "quiet", label: "Reopen", busy: "Reopening", done: "The session is live again." },
} as const;

/** Start, End (which asks first) or Reopen. `openable`: whether the time allows Start or Reopen, which the server decides. */
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
  const action = status === "ended" ? "reopen" : "start";
  const words = statusActions[action];
  const { run, busy } = useAction(() => changeStatusAction({ session_id: sessionId, action }), {
    toast: true,
    done: () => words.done,
  });
  if (status === "live")
    return (
      <ConfirmButton
        button={{ children: "End" }}
        title={`End ${title}`}
        description="Attendance and chat stop now. People can still rate it. You can reopen it until one hour after its scheduled end."
        confirm="End session"
        confirming="Ending"
        cancel="Keep running"
        done="The session has ended."
        action={() => changeStatusAction({ session_id: sessionId, action: "end" })}
      />
    );
  if (!openable || status === "cancelled") return null;
  return (
    <Button look={words.look} disabled={busy} onClick={() => run()}>
      {busy ? words.busy : words.label}
    </Button>
  );
}
