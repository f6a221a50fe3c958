"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { LiveState } from "@/lib/domain/sessions/schema";
import type { Connection } from "./use-live";

export type Following = { state: LiveState; connection: Connection };

/** The session that a page is about, for what stands on it; given by StillSession or, while it runs, by LiveSession. */
export const ThisSession = createContext<Following | null>(null);

/** The session as it is now, and whether it is still heard of. */
export function useThisSession(): Following {
  const following = useContext(ThisSession);
  if (!following) throw new Error("what shows a session needs a StillSession or a LiveSession around it");
  return following;
}

/** A session that is over: nothing about it moves. */
export function StillSession({ state, children }: { state: LiveState; children: ReactNode }) {
  const still = useMemo<Following>(() => ({ state, connection: "connected" }), [state]);
  return <ThisSession value={still}>{children}</ThisSession>;
}
