import type { Options } from "./playback";

/**
 * Parts of the scripts that a page loads only where it uses them. A part is a module beside the script, `lectern-<name>.mjs`, whose default
 * export is the function below; `build.mjs` lists its file. The build shortens the names of our own properties in each file differently:
 * a part shares none with the script, so functions take their arguments in order, and objects are the page's. Scripts and parts of two
 * versions can meet on one page: a signature changes only so that both still work.
 */
export type Parts = {
  /**
   * Gets new tokens for refused items: asks the page by the event `…token`, which it answers by setting `data-token`, now or later,
   * and its server at `data-token-url`. An item of an earlier page gets a token of the same person and video only. Calls `resend` when
   * there is a new one.
   */
  token: (
    element: Element,
    options: { token?: string | undefined } | undefined,
    setting: (name: "token" | "tokenUrl" | "videoId" | "sessionId") => string | undefined,
    dispatch: (name: string, detail: unknown) => void,
    refused: Refused[],
    resend: () => void,
  ) => void;
  /**
   * Gives an iframe of Cloudflare Stream what a media element has: the properties that `Media` in `player.ts` names, and its events,
   * dispatched on the iframe itself. From the first `durationchange` on it is followed like a video. Called once for each iframe.
   */
  cloudflare: (iframe: HTMLIFrameElement) => void;
  /** Follows the players that a page does not mark; `settings` is the script element's dataset, `follow` is `initVideoAnalytics`. */
  auto: (settings: DOMStringMap, follow: (element: Element, options: Options) => () => void) => void;
};
/** An item of the outbox; its token may be replaced. */
export type Refused = { token?: string | undefined; video_id?: string | undefined };

/** Loads a part from beside the script at `home`, and calls it. Where the page's policy forbids that, the page does without. */
export const load = <Name extends keyof Parts>(home: string, name: Name, ...given: Parameters<Parts[Name]>) =>
  import(/* webpackIgnore: true */ /* @vite-ignore */ `${new URL(`lectern-${name}.mjs`, home)}`)
    .then((part: { default: (...given: Parameters<Parts[Name]>) => void }) => part.default(...given))
    .catch(() => {});
