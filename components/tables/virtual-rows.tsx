"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** A first guess at the window's height, before it is measured. */
const firstWindowHeight = 900;
const beyondTheWindow = 12;

/** The rows that the window shows, with room for the rest above and below; all of them on paper. Only long tables load it. */
export default function VirtualRows({
  count,
  rowHeight,
  children,
}: {
  count: number;
  rowHeight: number;
  children: (index: number) => ReactNode;
}) {
  const top = useRef<HTMLTableRowElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const [printing, setPrinting] = useState(false);
  useLayoutEffect(() => {
    if (top.current) setScrollMargin(top.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  useEffect(() => {
    const print = (on: boolean) => () => flushSync(() => setPrinting(on));
    const [before, after] = [print(true), print(false)];
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  const rows = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: beyondTheWindow,
    scrollMargin,
    initialRect: { width: 0, height: firstWindowHeight },
  });
  if (printing) return Array.from({ length: count }, (_, index) => children(index));
  const shown = rows.getVirtualItems();
  const above = (shown[0]?.start ?? scrollMargin) - scrollMargin;
  const below = rows.getTotalSize() - ((shown.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return (
    <>
      <tr ref={top} style={{ height: above }} />
      {shown.map(({ index }) => children(index))}
      <tr style={{ height: below }} />
    </>
  );
}
