import { type AutoPart, load } from "./parts";
import type { Options } from "./playback";
import { type Marked, rootsIn } from "./player";
import { around, courseOf, frameAddress, isContent, playersOf, sourceAddress } from "./source-address";
import type { Named } from "./wire";

/*
 * Follows every player of a page, now and later, and names it by what it plays. The page's marks come first: what is marked, was followed by
 * hand or was stopped stays as it is.
 */

const mark = "[data-video-analytics][data-video-id]";
/** Nothing tells of a new shadow root, and little of a new source. */
const lookEveryMs = 1000;

type Player = (HTMLMediaElement | HTMLIFrameElement) & Marked;
/** Shared with the script (tracker.ts): on the document, 0 once the page stopped everything; on the window, who is followed. */
const page = document as Document & { _lectern?: unknown };
const global = window as unknown as { _lectern?: Map<Element, unknown> };

const isFrame = (player: Player): player is HTMLIFrameElement & Marked => player.localName === "iframe";
const addressOf = (player: Player) => (isFrame(player) ? frameAddress(player) : sourceAddress(player));

const auto: AutoPart = (settings, follow) => {
  const { school } = settings;
  if (!school || settings.auto === undefined) return;
  const followed = new Map<Player, { address: string; stop: () => void }>();
  /** Frames whose part was loaded, and whether their player has answered. */
  const frames = new WeakMap<Player, boolean>();

  /** Whether the page itself says what is to be done with this player. */
  const isThePages = (player: Player) => {
    for (const element of around(player)) {
      const isOwn = element === player && followed.has(player);
      if (element.matches(mark) || (element as Marked)._lectern || (!isOwn && global._lectern?.has(element)))
        return true;
    }
    return false;
  };
  const isReady = (player: Player, address: string) => {
    if (!isFrame(player)) return isContent(player);
    const provider = address.split(":")[0];
    // The script has a part for these, and sends their view when it knows whether they can be followed.
    if (provider === "cloudflare") return true;
    if (!frames.has(player) && settings.embeds !== "false") {
      frames.set(player, false);
      player.addEventListener("durationchange", () => {
        frames.set(player, true);
        scan();
      });
      load(import.meta.url, provider!, player);
    }
    return frames.get(player);
  };
  const optionsOf = (player: Player, address: string): Options => {
    const named: Named = { address, school, page: location.origin + location.pathname };
    // Settings are read as they are then: the page may change them, as its consent.
    return Object.create(settings, {
      videoId: { value: address },
      courseId: { value: courseOf(player, settings) },
      as: { value: named },
    });
  };

  const scan = () => {
    if (page._lectern === 0) return;
    for (const [player, { address, stop }] of followed) {
      // The page stopped it, or a viewer withdrew their consent.
      if (player._lectern) followed.delete(player);
      else if (!player.isConnected || player.closest(mark) || addressOf(player) !== address) {
        stop();
        player._lectern = false;
        followed.delete(player);
      }
    }
    for (const player of playersOf(roots)) {
      if (followed.has(player) || isThePages(player)) continue;
      const address = addressOf(player);
      if (!address || !isReady(player, address)) continue;
      followed.set(player, { address, stop: follow(player, optionsOf(player, address)) });
    }
  };

  let roots: ParentNode[] = [];
  const observer = new MutationObserver(scan);
  const look = () => {
    roots = rootsIn(document);
    for (const root of roots)
      observer.observe(root, { subtree: true, childList: true, attributeFilter: ["src", "data-video-id"] });
    scan();
  };
  // They do not bubble. A player of a shadow root is looked at soon after.
  for (const type of ["loadstart", "loadedmetadata", "emptied", "play"])
    document.addEventListener(type, scan, true);
  look();
  setInterval(look, lookEveryMs);
};
export default auto;
