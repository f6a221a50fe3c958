"use client";

import {
  type ClassAttributes,
  type HTMLAttributes,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { LecternVideo, LecternVideoAttributes } from "./element";
import { readOptions, trackOnceLoaded } from "./loading";
import type { Options } from "./playback";

export type LecternVideoProps = HTMLAttributes<LecternVideo> &
  ClassAttributes<LecternVideo> &
  LecternVideoAttributes;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "lectern-video": LecternVideoProps;
    }
  }
}

/**
 * Tracks the player that the ref leads to: a `<video>`, or an element around the player. It follows the element as React adds and
 * removes it, and begins another playback when the video, course, lesson or server changes.
 */
export function useVideoAnalytics(player: RefObject<Element | null>, options: Options): void {
  const [element, setElement] = useState<Element | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
    setElement(player.current);
  });
  const { videoId, courseId, lessonId, endpoint } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another of these it is another playback
  useEffect(() => {
    if (element)
      return trackOnceLoaded(
        element,
        readOptions((name) => latest.current[name]),
      );
  }, [element, videoId, courseId, lessonId, endpoint]);
}
