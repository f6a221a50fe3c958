"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { plural } from "@/lib/platform/format";
import { classNames } from "../ui/class-names";

type Place = {
  /** The table is wider than its place. */
  wider: boolean;
  /** Columns whose end is out of sight at the right. */
  hidden: number;
};

/**
 * The place of a table. One that is wider scrolls in it, under its heads and its first column, and says how many columns are out of
 * sight; one that fits has its heads at the window's top. `data-wider` on the group tells its cells.
 */
export function Sideways({
  long,
  className,
  children,
}: {
  /** Only the rows in the window are drawn, so that the place cannot scroll downwards. */
  long: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    const element = ref.current;
    const table = element?.querySelector("table");
    if (!element || !table) return;
    const measure = () => {
      const end = element.getBoundingClientRect().right;
      const heads = [...table.querySelectorAll("thead th")];
      const next = {
        wider: element.scrollWidth > element.clientWidth,
        hidden: heads.filter((head) => head.getBoundingClientRect().right > end + 1).length,
      };
      setPlace((now) => (now?.wider === next.wider && now.hidden === next.hidden ? now : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(table);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  return (
    <div className={className}>
      <div
        ref={ref}
        data-wider={place?.wider || undefined}
        className={classNames(
          // A selected row's ground extends into the padding.
          "group/place -mx-2 px-2",
          place === null && "overflow-x-auto",
          place?.wider &&
            (long
              ? "overflow-x-auto print:overflow-visible"
              : "max-h-[85dvh] overflow-auto print:max-h-none print:overflow-visible"),
        )}
      >
        {children}
      </div>
      {place && place.hidden > 0 ? (
        <p className="mt-2 text-axis text-ink-3 print:hidden">
          Scroll the table for {plural(place.hidden, "more column")}.
        </p>
      ) : null}
    </div>
  );
}
