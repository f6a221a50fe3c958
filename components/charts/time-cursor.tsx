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
 * What the pictures on one media axis share: the second pointed at, the second that the player shows, and the wish to go
 * somewhere. A small store outside React's state, so that a moving pointer redraws hover lines and never the charts.
 */
type TimeCursor = {
  subscribe: (listener: () => void) => () => void;
  hovered: () => number | null;
  playhead: () => number | null;
  hover: (second: number | null) => void;
  playheadAt: (seconds: number | null) => void;
  /** Asks the player to go to a second of media; without a player nothing happens. */
  seek: (second: number) => void;
  /** The player takes the wishes; the answer stops it. */
  onSeek: (listener: (second: number) => void) => () => void;
};

function makeTimeCursor(): TimeCursor {
  const listeners = new Set<() => void>();
  const seekers = new Set<(second: number) => void>();
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
    hover: (second) => {
      if (second === hovered) return;
      hovered = second;
      tell();
    },
    playheadAt: (seconds) => {
      if (seconds === playhead) return;
      playhead = seconds;
      tell();
    },
    seek: (second) => {
      for (const seeker of seekers) seeker(second);
    },
    onSeek: (listener) => {
      seekers.add(listener);
      return () => seekers.delete(listener);
    },
  };
}

const TimeCursorContext = createContext<TimeCursor | null>(null);

/** Everything inside shares one hover line and one playhead. */
export function TimeCursorProvider({ children }: { children: ReactNode }) {
  const [cursor] = useState(makeTimeCursor);
  return <TimeCursorContext value={cursor}>{children}</TimeCursorContext>;
}

export function useTimeCursor(): TimeCursor {
  const cursor = useContext(TimeCursorContext);
  if (!cursor) throw new Error("a picture on a media axis needs a TimeCursorProvider around it");
  return cursor;
}

const nothing = () => null;

/** The whole second pointed at, null while nothing is. */
export function useHoveredSecond(): number | null {
  const cursor = useTimeCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.hovered, nothing);
}

/** Where the player is, in seconds with fractions; null without a player. */
export function usePlayhead(): number | null {
  const cursor = useTimeCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.playhead, nothing);
}

/** Where the player is, in whole seconds: changes once a second, so that readings do not redraw at every frame. */
export function usePlayheadSecond(): number | null {
  const cursor = useTimeCursor();
  const wholeSecond = useCallback(() => {
    const at = cursor.playhead();
    return at === null ? null : Math.floor(at);
  }, [cursor]);
  return useSyncExternalStore(cursor.subscribe, wholeSecond, nothing);
}
