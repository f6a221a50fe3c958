import type { Options } from "./playback";

/* What the hook and the element share. They can be imported where there is no document: the script itself is loaded in the browser only. */

/**
 * Options that are read from their source each time, because pages renew tokens and ask for consent while the script runs. `write` takes a
 * token that the script has renewed.
 */
export const readOptions = (
  read: (name: keyof Options) => Options[keyof Options] | null,
  write = (_name: string, _value: string) => {},
): Options =>
  new Proxy(
    {},
    {
      get: (_, name) => read(name as keyof Options) ?? undefined,
      set: (_, name, value) => {
        write(String(name), value);
        return true;
      },
    },
  );

/** Loads the script and tracks the player that `element` is or contains; returns what ends that, also before the script is there. */
export function trackOnceLoaded(element: Element, options: Options): () => void {
  let ended = false;
  let stop = () => {
    ended = true;
  };
  import("./tracker").then(({ initVideoAnalytics }) => {
    if (!ended) stop = initVideoAnalytics(element, options);
  });
  return () => stop();
}
