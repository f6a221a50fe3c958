import { type ElementParts, load } from "./parts";
import type { Named } from "./wire";

/** The options of both scripts. Each can also be set on the element as `data-…`. */
export type PageOptions = {
  /** A playback token, which identifies the person. */
  token?: string;
  /** Where the page's server answers `{"token": "…"}` for who is signed in there; asked with `video_id` or `session_id` when a token is missing or was refused. */
  tokenUrl?: string;
  /** "granted": a random id stored on the device recognises this person. "denied": nothing is stored. */
  consent?: string;
  /** What beacons say in place of a video's id: of a player that a whole site's script follows. */
  as?: Named;
  /** The analytics server; by default, the one that the script came from. */
  endpoint?: string;
};

/** Errors of the script must not reach the page: its content matters more than our numbers. */
export const quietly =
  <T extends unknown[]>(work: (...given: T) => void) =>
  (...given: T) => {
    try {
      work(...given);
    } catch {
      // See above.
    }
  };

/** The parts of the page around `element` that a script uses. `events` is the prefix of its event names. */
export function pageOf<Options extends PageOptions>(
  element: Element,
  home: string,
  options: Options | undefined,
  events: string,
) {
  const ending = new AbortController();
  /** Read each time: pages renew tokens and ask for consent while the script runs. */
  const setting = (name: keyof Options & string): string | undefined =>
    (options?.[name] ?? (element as HTMLElement).dataset?.[name])?.toString();
  return {
    setting,
    endpoint: (setting("endpoint") || new URL(home).origin).replace(/\/$/, ""),
    /** Listens until `ending` aborts. */
    on: (target: EventTarget, type: string, work: () => void) =>
      target.addEventListener(type, quietly(work), { signal: ending.signal }),
    dispatch: (name: string, detail: unknown) =>
      element.dispatchEvent(new CustomEvent(events + name, { detail, bubbles: true })),
    /** Loads a part for this element. */
    part: <Name extends keyof ElementParts>(name: Name, ...given: Parameters<ElementParts[Name]>) =>
      load(home, name, element, options, events, ...given),
    ending,
    naming: options?.as,
  };
}
