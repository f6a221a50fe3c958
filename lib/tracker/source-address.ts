import { mediaAddress } from "@/lib/platform/media-address";
import { rootsIn } from "./player";

/* What a page's players play, and in which course: all that a script knows that follows a whole site. */

/** How far around a player its address is looked for. */
const ancestorsMax = 4;
const manifest = /[^\s"'(),;]+\.(?:m3u8|mpd)(?![\w.])[^\s"'(),;]*/;
/** A sound that is shorter, and has no controls, belongs to the page. */
const soundSeconds = 10;
const adWords = /(^|[\s_-])(ads?|advert\w*|ima|pre-?roll|sponsor\w*)([\s_-]|$)/i;

/** The element and what it is in, out of shadow roots, too. */
export function* around(element: Element, most = Number.POSITIVE_INFINITY): Generator<Element> {
  let here: Element | null = element;
  for (let count = 0; here && count <= most; count++) {
    yield here;
    here = here.parentElement ?? ((here.getRootNode() as ShadowRoot).host as Element | undefined) ?? null;
  }
}

function addressOf(source: string | null): string | null {
  try {
    return source && mediaAddress(new URL(source, document.baseURI).href);
  } catch {
    return null;
  }
}

/** The playlist that an attribute of the player or near it names: players write it in many, some in JSON. */
function namedManifest(media: Element): string | null {
  for (const element of around(media, ancestorsMax))
    for (const { value } of element.attributes) {
      const [found] = manifest.exec(value.replaceAll("\\/", "/")) ?? [];
      const address = found && addressOf(found);
      if (address) return address;
    }
  return null;
}

/** The page's first player without another name, and the first playlist that the page requested. Later ones cannot be told apart. */
let nameless: WeakRef<Element> | undefined;
function requestedManifest(media: HTMLMediaElement): string | null {
  const entry = performance
    .getEntriesByType("resource")
    .find(({ name }) => /\.(m3u8|mpd)([?#]|$)/.test(name));
  if (!entry) return null;
  nameless ??= new WeakRef(media);
  return nameless.deref() === media ? addressOf(entry.name) : null;
}

/**
 * The address of what a media element plays: of the first of its sources, where it plays one of them, so that a video has one name in
 * all browsers. A `blob:` is named by its playlist, where an attribute or, for the page's first one, a request tells it. Else null.
 */
export function sourceAddress(media: HTMLMediaElement): string | null {
  if (media.srcObject) return null;
  const playing = addressOf(media.currentSrc);
  const sources = [media, ...media.querySelectorAll("source")].flatMap(
    (source) => addressOf(source.getAttribute("src")) ?? [],
  );
  if (playing && !sources.includes(playing)) return playing;
  return sources[0] ?? namedManifest(media) ?? (media.currentSrc ? requestedManifest(media) : null);
}

/** The embedded player's own name for its video; null for other frames. */
export function frameAddress(frame: HTMLIFrameElement & { currentSrc?: string }): string | null {
  const address = addressOf(frame.currentSrc || frame.src);
  return address && /^\w+:[^/]/.test(address) ? address : null;
}

/** Not what decorates the page (it loops by itself, muted, without controls), no advertisement, and no sound of the page's own. */
export function isContent(media: HTMLMediaElement): boolean {
  const { autoplay, loop, muted, defaultMuted, controls } = media;
  if (autoplay && loop && (muted || defaultMuted) && !controls) return false;
  for (const element of around(media, ancestorsMax))
    if (adWords.test(`${element.id} ${element.getAttribute("class")}`)) return false;
  if (/^advert/i.test(media.title || media.ariaLabel || "")) return false;
  return media.localName === "video" || controls || media.duration > soundSeconds;
}

/** The players of the page. */
export const playersOf = (roots: ParentNode[] = rootsIn(document)) =>
  roots.flatMap((root) => [
    ...root.querySelectorAll<HTMLMediaElement | HTMLIFrameElement>("video,audio,iframe"),
  ]);

/** The course of a player: as an element around it, the script's or a meta element says, else as Moodle and Canvas number it. */
export function courseOf(player: Element, settings: DOMStringMap): string | undefined {
  for (const element of around(player)) {
    const { courseId } = (element as HTMLElement).dataset ?? {};
    if (courseId) return courseId;
  }
  const meta = document.querySelector<HTMLMetaElement>('meta[name="lectern-course"]');
  // In Moodle, course 1 is the site itself.
  const [, moodle] = /(?:^|\s)course-(\d+)(?:\s|$)/.exec(document.body.className) ?? [];
  const { ENV } = window as { ENV?: { COURSE_ID?: unknown; course_id?: unknown } };
  const [, canvas] = /^\/courses\/(\d+)(?:\/|$)/.exec(location.pathname) ?? [];
  const found =
    settings.courseId ||
    meta?.content ||
    (moodle !== "1" && moodle) ||
    ENV?.COURSE_ID ||
    ENV?.course_id ||
    canvas;
  return found ? `${found}` : undefined;
}
