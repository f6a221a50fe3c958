import { readOptions, trackOnceLoaded } from "./loading";
import type { Options } from "./playback";

type Kebab<Name extends string> = Name extends `${infer Start}${infer Rest}`
  ? `${Start extends Lowercase<Start> ? Start : `-${Lowercase<Start>}`}${Kebab<Rest>}`
  : "";
/** Every option under its attribute's name (`videoId` is `video-id`), and the source of a video that the element makes. */
export type LecternVideoAttributes = {
  [Name in keyof Options as Kebab<Name & string>]?: Options[Name] | undefined;
} & { src?: string | undefined; poster?: string | undefined };

const attributeOf = (option: string) => option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** With another of these it is another playback. */
const identifying = ["video-id", "course-id", "lesson-id", "endpoint"];
const shown = ["src", "poster"];

/** Where there is no document, the class exists and is not registered. */
const Base = typeof HTMLElement === "undefined" ? (class {} as typeof HTMLElement) : HTMLElement;

/** `<lectern-video video-id="…" course-id="…">`: tracks the player inside it; with `src` it makes a `<video>`. */
export class LecternVideo extends Base {
  static observedAttributes = [...identifying, ...shown];
  #end = () => {};
  #video: HTMLVideoElement | undefined;

  connectedCallback() {
    this.#show();
    this.#track();
  }
  disconnectedCallback() {
    this.#end();
  }
  attributeChangedCallback(name: string, before: string | null, after: string | null) {
    if (!this.isConnected || before === after) return;
    if (shown.includes(name)) this.#show();
    else this.#track();
  }
  #track() {
    this.#end();
    this.#end = trackOnceLoaded(
      this,
      readOptions(
        (name) => this.getAttribute(attributeOf(name)),
        (name, value) => this.setAttribute(attributeOf(name), value),
      ),
    );
  }
  #show() {
    if (!this.#video && this.hasAttribute("src")) {
      this.#video = document.createElement("video");
      Object.assign(this.#video, { controls: true, playsInline: true, preload: "metadata" });
      this.append(this.#video);
    }
    for (const name of shown) {
      const value = this.getAttribute(name);
      if (value === null) this.#video?.removeAttribute(name);
      // The same source again would begin the video anew.
      else if (this.#video?.getAttribute(name) !== value) this.#video?.setAttribute(name, value);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lectern-video": LecternVideo;
  }
}

// A page may load this twice.
if (typeof customElements !== "undefined" && !customElements.get("lectern-video"))
  customElements.define("lectern-video", LecternVideo);
