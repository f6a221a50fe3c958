/** The options that both scripts have. Each may be given on the element too, as `data-…`. */
export type PageOptions = {
  /** A playback token: says who this is. */
  token?: string;
  /** "granted": a random id kept on the device recognises this person. "denied": nothing is kept at all. */
  consent?: string;
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

/** What a script uses of the page around `element`. `events` is what the names of its events start with. */
export function pageOf<Options extends PageOptions>(
  element: Element,
  home: string,
  options: Options | undefined,
  events: string,
) {
  const ending = new AbortController();
  /** Read each time: pages renew tokens and ask for consent while the script runs. */
  const setting = (name: keyof Options & string): string | undefined =>
    (options?.[name] ?? (element as HTMLElement).dataset?.[name])?.toString() || undefined;
  return {
    setting,
    endpoint: (setting("endpoint") ?? home).replace(/\/$/, ""),
    /** Listens until `ending` aborts. */
    on: (target: EventTarget, type: string, work: () => void) =>
      target.addEventListener(type, quietly(work), { signal: ending.signal }),
    dispatch: (name: string, detail: unknown) =>
      element.dispatchEvent(new CustomEvent(events + name, { detail, bubbles: true })),
    ending,
  };
}
