"use client";

import { type ComponentType, lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * A part that only the browser draws and that comes after the page: a chart measures its place, and its library is a third of
 * a page's weight. `place` keeps its size until it is there.
 */
export function late<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  place: ReactNode,
): ComponentType<Props> {
  const Part = lazy(load) as unknown as ComponentType<Props>;
  return function Late(props: Props) {
    const inBrowser = useSyncExternalStore(
      never,
      () => true,
      () => false,
    );
    return inBrowser ? (
      <Suspense fallback={place}>
        <Part {...props} />
      </Suspense>
    ) : (
      place
    );
  };
}
