"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
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
export const CurrentFindings = dynamic(() =>
  import("./current-summary").then(({ SummaryNow }) => SummaryNow),
);

/** Says that the page updates automatically, and when it cannot. */
export function LiveLine() {
  const { state, connection } = useCurrentSession();
  const { t } = useLanguage();
  return (
    <span role="status">
      {state.session_status !== "live" ? null : connection === "connected" ? (
        <Tag pip="live">{t("session.live.live")}</Tag>
      ) : (
        <Tag pip="rest">{t("session.live.reconnecting")}</Tag>
      )}
    </span>
  );
}

/** The headline numbers of a session that is live or can start, as it is now. */
export const CurrentNumbers = dynamic(() => import("./current-summary").then(({ NumbersNow }) => NumbersNow));

const statusActions = {
  start: {
    look: "primary",
    label: "session.live.start",
    busy: "session.live.starting",
    done: "session.live.started",
  },
  reopen: {
    look: "quiet",
    label: "session.live.reopen",
    busy: "session.live.reopening",
    done: "session.live.reopened",
  },
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
  const { t } = useLanguage();
  const action = status === "ended" ? "reopen" : "start";
  const words = statusActions[action];
  const { run, busy } = useAction(() => changeStatusAction({ session_id: sessionId, action }), {
    toast: true,
    done: () => t(words.done),
  });
  if (status === "live")
    return (
      <ConfirmButton
        button={{ children: t("session.live.end") }}
        title={t("session.live.end_title", { title })}
        description={t("session.live.end_about")}
        confirm={t("session.live.end_session")}
        confirming={t("session.live.ending")}
        cancel={t("session.live.keep_running")}
        done={t("session.live.ended")}
        action={() => changeStatusAction({ session_id: sessionId, action: "end" })}
      />
    );
  if (!openable || status === "cancelled") return null;
  return (
    <Button look={words.look} disabled={busy} onClick={() => run()}>
      {t(busy ? words.busy : words.label)}
    </Button>
  );
}
