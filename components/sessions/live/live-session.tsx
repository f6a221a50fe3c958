"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { clockText } from "@/components/charts/axis";
import { Tag } from "@/components/ui/tag";
import type { LiveState } from "@/lib/domain/sessions/schema";
import { type HeadlineProps, SessionNumbers } from "../page/headline";
import { type SessionAxis, secondOf } from "../timeline/audience-facts";
import { ThisSession, useThisSession } from "./this-session";
import { useLiveSession } from "./use-live";

/** What the server alone can say again (sentences, rows) is asked for at most so often. */
const refreshMs = 15_000;

/**
 * Follows one session for everything inside it: the numbers and the picture move at once, the rest of the page is asked for again
 * every so often while something changes, and at once when the session begins or ends.
 */
export function LiveSession({ initial, children }: { initial: LiveState; children: ReactNode }) {
  const router = useRouter();
  const following = useLiveSession(initial);
  const { session_status: status, version } = following.state;
  const known = initial.session_status;

  useEffect(() => {
    if (status !== known) router.refresh();
  }, [status, known, router]);

  const refreshWhatChanged = useEffectEvent(() => {
    if (version !== initial.version && !document.hidden) router.refresh();
  });
  useEffect(() => {
    if (status !== "live") return;
    const timer = setInterval(refreshWhatChanged, refreshMs);
    return () => clearInterval(timer);
  }, [status]);

  return <ThisSession value={following}>{children}</ThisSession>;
}

/** Says that the page moves by itself, and when it does not. */
export function LiveLine() {
  const { state, connection } = useThisSession();
  return (
    <span role="status">
      {state.session_status !== "live" ? null : connection === "connected" ? (
        <Tag pip="live">Live, following</Tag>
      ) : (
        <Tag pip="rest">Reconnecting, what is shown was last known</Tag>
      )}
    </span>
  );
}

/** The headline numbers of a session that runs. */
export function LiveNumbers({
  axis,
  ...rest
}: Pick<HeadlineProps, "yardstick" | "terms"> & { axis: SessionAxis }) {
  const { state } = useThisSession();
  const { peak_timestamp: peakAt } = state.numbers.peak_viewers;
  const live = state.session_status === "live";
  const until = live ? state.at : (axis.to ?? state.at);
  return (
    <SessionNumbers
      {...rest}
      numbers={state.numbers}
      hereNow={live ? state.current_viewers : null}
      durationMinutes={Math.max(0, secondOf(axis, until)) / 60}
      peakClock={peakAt === null ? null : clockText(axis.clockStart, secondOf(axis, peakAt))}
    />
  );
}
