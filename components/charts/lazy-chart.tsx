"use client";

import { type ComponentType, lazy, Suspense, useSyncExternalStore } from "react";
import { ChartSkeleton } from "@/components/ui/skeleton";
import { useLanguage } from "@/components/ui/use-language";
import type { MessageKey } from "@/lib/language/language";

const never = () => () => {};

/**
 * A chart that only the browser draws and that loads after the page's first paint: it measures its container, and its library
 * is a third of a page's weight. `place` keeps its height until it has loaded, and says so.
 */
export function lazyChart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  place?: { height: number; label: MessageKey },
): ComponentType<Props> {
  const Chart = lazy(load) as unknown as ComponentType<Props>;
  return function LazyChart(props: Props) {
    const inBrowser = useSyncExternalStore(
      never,
      () => true,
      () => false,
    );
    const { t } = useLanguage();
    const placeholder = place ? (
      <ChartSkeleton height={place.height} label={t(place.label)} />
    ) : (
      <span aria-busy="true" />
    );
    return (
      <div style={{ minHeight: place?.height }}>
        {inBrowser ? (
          <Suspense fallback={placeholder}>
            <Chart {...props} />
          </Suspense>
        ) : (
          placeholder
        )}
      </div>
    );
  };
}
