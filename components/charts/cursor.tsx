"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useState,
  useSyncExternalStore,
} from "react";

/**
 * The state that charts on one axis share: the position pointed at (a second, a day, a point: whole, from 0), the second that a
 * player shows, and requests to go to a position. Not Recharts' `syncId`, which joins only its own charts and snaps to drawn
 * points: the player, the strips and the rail beside a chart share this too. A small store outside React's state, so that
 * a moving pointer redraws hover lines and never the charts.
 */
type Cursor = {
  subscribe: (listener: () => void) => () => void;
  hovered: () => number | null;
  playhead: () => number | null;
  hover: (position: number | null) => void;
  playheadAt: (seconds: number | null) => void;
  /** Asks to go to a position: a player to its second, a list of points to its page. Without a listener nothing happens. */
  seek: (position: number) => void;
  /** Listens for these requests; the returned function stops it. */
  onSeek: (listener: (position: number) => void) => () => void;
};

function makeCursor(): Cursor {
  const listeners = new Set<() => void>();
  const seekers = new Set<(position: number) => void>();
  let hovered: number | null = null;
  let playhead: number | null = null;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hovered: () => hovered,
    playhead: () => playhead,
    hover: (position) => {
      if (position === hovered) return;
      hovered = position;
      tell();
    },
    playheadAt: (seconds) => {
      if (seconds === playhead) return;
      playhead = seconds;
      tell();
    },
    seek: (position) => {
      for (const seeker of seekers) seeker(position);
    },
    onSeek: (listener) => {
      seekers.add(listener);
      return () => seekers.delete(listener);
    },
  };
}

const CursorContext = createContext<Cursor | null>(null);

/** Everything inside shares one hover line and one playhead. */
export function CursorProvider({ children }: { children: ReactNode }) {
  const [cursor] = useState(makeCursor);
  return <CursorContext value={cursor}>{children}</CursorContext>;
}

export function useCursor(): Cursor {
  const cursor = useContext(CursorContext);
  if (!cursor) throw new Error("a chart needs a CursorProvider parent");
  return cursor;
}

const nothing = () => null;

/** The position pointed at, null while nothing is. */
export function useHovered(): number | null {
  const cursor = useCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.hovered, nothing);
}

/** Where the player is, in seconds with fractions; null without a player. */
export function usePlayhead(): number | null {
  const cursor = useCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.playhead, nothing);
}

/** Where the player is, in whole seconds: changes once a second, so that readings do not redraw at every frame. */
export function usePlayheadSecond(): number | null {
  const cursor = useCursor();
  const wholeSecond = useCallback(() => {
    const at = cursor.playhead();
    return at === null ? null : Math.floor(at);
  }, [cursor]);
  return useSyncExternalStore(cursor.subscribe, wholeSecond, nothing);
}
