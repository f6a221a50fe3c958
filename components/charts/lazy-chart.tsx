"use client";

import { type ComponentType, lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * A chart that only the browser draws and that loads after the page's first paint: it measures its place, and its library
 * is a third of a page's weight. `placeholder` keeps its size until it is there.
 */
export function lazyChart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  placeholder: ReactNode,
): ComponentType<Props> {
  const Chart = lazy(load) as unknown as ComponentType<Props>;
  return function LazyChart(props: Props) {
    const inBrowser = useSyncExternalStore(
      never,
      () => true,
      () => false,
    );
    return inBrowser ? (
      <Suspense fallback={placeholder}>
        <Chart {...props} />
      </Suspense>
    ) : (
      placeholder
    );
  };
}
