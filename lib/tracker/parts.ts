import type { Options } from "./playback";
import type { View } from "./wire";

/*
 * Parts of the scripts, which a page loads only where it uses them. A part is a module beside the script, `lectern-<name>.mjs`, whose
 * default export is one of the functions below; `build.mjs` lists its file. The build shortens the names of our own properties in each file
 * differently: a part shares none with the script, so functions take their arguments in order, and objects are the page's. A script
 * and a part of two versions can meet on one page: a signature changes only so that both still work.
 */

/** An item of the outbox; its token may be replaced. */
export type Refused = { token?: string | undefined; video_id?: string | undefined };

/** Parts for one element; each also gets the element, its options and the prefix of its events, in front. */
export type ElementParts = {
  /**
   * Gets new tokens for refused items: asks the page by the event `…token`, which it answers by setting `data-token`, now or later,
   * and its server at `data-token-url`. An item of an earlier page gets a token of the same person and video only. Calls `resend` when
   * there is a new one.
   */
  token: (refused: Refused[], resend: () => void) => void;
  /**
   * Gives an iframe of Cloudflare Stream what a media element has: the properties that `Media` in `player.ts` names, and its events,
   * dispatched on the iframe itself. From then on it is followed like a video. Called again and again while the element, which is or holds
   * an iframe, has no media; `view` sends the view of a player that cannot be followed, and why.
   */
  cloudflare: (view: (unfollowed?: View["unfollowed"]) => void) => void;
};
export type ElementPart<Name extends keyof ElementParts> = (
  element: Element,
  options: object | undefined,
  events: string,
  ...given: Parameters<ElementParts[Name]>
) => void;

/** Follows the players that a page does not mark; `settings` is the script element's dataset, `follow` is `initVideoAnalytics`. */
export type AutoPart = (
  settings: DOMStringMap,
  follow: (element: Element, options: Options) => () => void,
) => void;

/** Does for an embedded player of YouTube or Vimeo what `cloudflare` does. Its first `durationchange` says that it can be followed. */
export type FramePart = (frame: HTMLIFrameElement) => void;

/** Loads a part from beside the script at `home`, and calls it. Where that is blocked, as by the page's content policy, the page does without. */
export const load = (home: string, name: string, ...given: unknown[]): Promise<void> =>
  import(/* webpackIgnore: true */ /* @vite-ignore */ `${new URL(`lectern-${name}.mjs`, home)}`)
    .then((part) => part.default(...given))
    .catch(() => {});
