"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLanguage } from "../ui/use-language";

/**
 * The place of a table. One that is wider scrolls in it, under its heads and its first column, and says how many columns are out of
 * sight; one that fits has its heads at the window's top (`table-place` in globals.css).
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
  const { t } = useLanguage();
  const ref = useRef<HTMLDivElement>(null);
  /** Columns whose end is out of sight at the right. */
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    const place = ref.current!;
    const measure = () => {
      // Not in React's hands, so that nothing is drawn again.
      const wider = place.scrollWidth > place.clientWidth;
      place.dataset.wider = String(wider);
      // What scrolls must be reachable by keyboard.
      if (wider) place.tabIndex = 0;
      else place.removeAttribute("tabindex");
      const end = place.getBoundingClientRect().right + 1;
      const heads = [...place.querySelectorAll(":scope > table > thead th")];
      setHidden(heads.filter((head) => head.getBoundingClientRect().right > end).length);
    };
    const observer = new ResizeObserver(measure);
    for (const element of [place, ...place.children]) observer.observe(element);
    place.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      place.removeEventListener("scroll", measure);
    };
  }, []);
  return (
    <div className={className}>
      <div ref={ref} className="table-place" data-long={long || undefined}>
        {children}
      </div>
      {hidden ? (
        <p className="mt-2 text-axis text-ink-3 print:hidden">
          {t("tables.scroll_for_more", { count: hidden })}
        </p>
      ) : null}
    </div>
  );
}
