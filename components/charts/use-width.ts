"use client";

import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** A plot on a wide page: used until the browser has laid the element out, which is before it paints. */
const assumed = 896;

/** From this width on a chart without a rail has its labels beside it. */
const narrowWidth = 729;

/** Whether there is no room beside a chart: its rail is under it, or it is narrow and has none. */
function isNarrow(element: HTMLElement): boolean {
  const split = element.closest("[data-split]");
  return split ? element.clientWidth > split.clientWidth - 100 : element.clientWidth < narrowWidth;
}

/** The measured width of an element in whole pixels, the ref that measures it, and whether a chart in it takes its narrow form. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number, boolean] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(assumed);
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    // In the element's own pixels, also where the page is zoomed, as it is on paper.
    const measure = () => {
      setWidth(Math.max(1, element.clientWidth));
      setNarrow(isNarrow(element));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // The rail can come and go while the plot keeps its width.
    const split = element.closest("[data-split]");
    if (split) observer.observe(split);
    return () => observer.disconnect();
  }, []);
  return [ref, width, narrow];
}
