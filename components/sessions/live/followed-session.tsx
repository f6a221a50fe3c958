"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { SessionContext } from "./live-session";
import { useLiveSession } from "./use-live";

/** At most how often the page asks the server for the parts that the server renders: sentences and rows. */
const refreshMs = 15_000;

/**
 * Updates its content while the session runs: numbers and chart with every event, the rest of the page at most every
 * few seconds while something changes, and at once when the session starts or ends.
 */
export default function FollowedSession({ initial, children }: { initial: LiveState; children: ReactNode }) {
  const router = useRouter();
  const current = useLiveSession(initial);
  const { session_status: status, version } = current.state;
  const rendered = initial.session_status;

  useEffect(() => {
    if (status !== rendered) router.refresh();
  }, [status, rendered, router]);

  const refreshIfChanged = useEffectEvent(() => {
    if (version !== initial.version && !document.hidden) router.refresh();
  });
  useEffect(() => {
    if (status !== "live") return;
    const timer = setInterval(refreshIfChanged, refreshMs);
    return () => clearInterval(timer);
  }, [status]);

  return <SessionContext value={current}>{children}</SessionContext>;
}
