"use client";

import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** A plot on a wide page: used until the browser has laid the element out, which is before it paints. */
const assumed = 896;

/** The measured width of an element in whole pixels, and the ref that measures it. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(assumed);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    // In the element's own pixels, also where the page is zoomed, as it is on paper.
    const measure = () => setWidth(Math.max(1, element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
