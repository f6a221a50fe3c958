import type { Page } from "@playwright/test";

/*
 * Pages with players as Moodle 4 and WordPress 6 write them, from their documented markup, with `clip` as the address of the file. An
 * `enhance` script does to the document what the system's player script does to it.
 */

export type LmsPage = { body: string; enhance?: string };

/** Moodle: the course is a class of the body. */
const moodle = (type: string, content: string, enhance?: string): LmsPage => ({
  body: `<body id="page-mod-${type}-view" class="format-topics limitedwidth path-mod path-mod-${type} chrome dir-ltr lang-en pagelayout-incourse course-17 context-41 cmid-9 cm-type-${type}">
    <div id="page-wrapper"><div id="page" class="drawers"><div id="region-main"><div role="main">${content}</div></div></div></div>`,
  ...(enhance ? { enhance } : {}),
});

/** What video.js does, which Moodle starts from its own script: the video moves into a wrapper that gets its classes, and loses its controls. */
const videoJs = `
  const video = document.querySelector("video");
  const wrapper = document.createElement("div");
  wrapper.className = video.className + " vjs-paused vjs-fluid";
  wrapper.id = video.id;
  video.id += "_html5_api";
  video.className = "vjs-tech";
  video.removeAttribute("controls");
  video.replaceWith(wrapper);
  wrapper.append(video);`;

/** What MediaElement.js does in WordPress: the video moves into its own elements, and loses its controls. */
const mediaElement = `
  const video = document.querySelector("video");
  const container = document.createElement("div");
  container.className = "mejs-container wp-video-shortcode mejs-video";
  container.innerHTML = '<div class="mejs-inner"><div class="mejs-mediaelement"><mediaelementwrapper></mediaelementwrapper></div></div>';
  video.before(container);
  video.removeAttribute("controls");
  container.querySelector("mediaelementwrapper").append(video);`;

const youtube = (id: string) =>
  `<iframe title="A lesson" width="500" height="281" src="https://www.youtube.com/embed/${id}?feature=oembed" frameborder="0" allow="autoplay; encrypted-media" referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe>`;

export const lmsPages = {
  "Moodle: a file as mod_resource shows it": ({ clip }) =>
    moodle(
      "resource",
      `<div class="resourcecontent resourcemediaplugin"><div class="mediaplugin mediaplugin_videojs d-block"><div style="max-width: 400px;">
        <video data-setup-lazy="{&quot;language&quot;: &quot;en&quot;, &quot;fluid&quot;: true}" id="id_videojs_1" class="video-js" controls="true" title="clip.mp4">
          <source src="${clip}" type="video/mp4"/><a class="mediafallbacklink" href="${clip}">clip.mp4</a></video></div></div></div>`,
      videoJs,
    ),
  "Moodle: a link in mod_page that its filter made a player": ({ clip }) =>
    moodle(
      "page",
      `<div class="box py-3 generalbox center clearfix"><div class="no-overflow"><p>Watch this:</p>
        <div class="mediaplugin mediaplugin_html5video d-block"><video controls="true" preload="metadata" title="clip">
        <source src="${clip}"/></video></div></div></div>`,
    ),
  "WordPress: a video block, and a cover that moves": ({ clip }) => ({
    body: `<body class="wp-singular page-template-default"><div class="entry-content wp-block-post-content">
      <div class="wp-block-cover"><video class="wp-block-cover__video-background intrinsic-ignore" autoplay muted loop playsinline src="/cover/clip.mp4"></video></div>
      <figure class="wp-block-video"><video controls src="${clip}"></video></figure></div>`,
  }),
  "WordPress: a classic video shortcode": ({ clip }) => ({
    body: `<body class="wp-singular"><div class="entry-content"><div style="width: 640px;" class="wp-video">
      <video class="wp-video-shortcode" id="video-9-1" width="640" height="360" preload="metadata" controls="controls"><source type="video/mp4" src="${clip}?_=1" /><a href="${clip}">${clip}</a></video></div></div>`,
    enhance: mediaElement,
  }),
  "WordPress: a YouTube embed block": ({ id }) => ({
    body: `<body class="wp-singular"><figure class="wp-block-embed is-type-video is-provider-youtube wp-block-embed-youtube"><div class="wp-block-embed__wrapper">${youtube(id)}</div></figure>`,
  }),
  "Moodle: a pasted YouTube iframe": ({ id }) =>
    moodle("page", `<div class="no-overflow"><p>${youtube(id).replace("?feature=oembed", "")}</p></div>`),
} satisfies Record<string, (given: { clip: string; id: string }) => LmsPage>;

/** What editors do to the content that a teacher saves: attributes and scripts that they do not know are taken away. */
export const filtered = (html: string): string =>
  html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/ (data|on)[\w-]*="[^"]*"/g, "");

/**
 * The viewer plays the content to 1.5 s, in a frame then also from 20 s to 21.5 s, and pauses. Returns
 * what was played.
 */
export async function watchContent(page: Page): Promise<number[][]> {
  const iframe = await page.$("iframe");
  const frame = await iframe?.contentFrame();
  if (frame) {
    const call = (expression: string) => frame.evaluate(expression) as Promise<number>;
    await frame.waitForFunction("typeof now === 'function'");
    await call("play()");
    await frame.waitForFunction("now() >= 1.5");
    const left = await call("seek(20)");
    await frame.waitForFunction("now() >= 21.5");
    return [
      [0, left],
      [20, await call("pause()")],
    ];
  }
  return page.locator("video:not([loop])").evaluate(async (video: HTMLVideoElement) => {
    video.muted = true;
    await video.play();
    while (video.currentTime < 1.5)
      await new Promise((settle) => video.addEventListener("timeupdate", settle, { once: true }));
    video.pause();
    // Of a `<source>`, Firefox's `played` begins at 1.
    return [[0, video.currentTime]];
  });
}

/**
 * The page of a frame in which YouTube would show its player: it speaks as its IFrame API does, to a page that has asked for that in the address.
 * `play`, `pause` and `seek` are the viewer.
 */
export const youtubePlayer = `<!doctype html><title>player</title><script>
  const id = location.pathname.split("/").pop();
  const mayTell = new URLSearchParams(location.search).get("enablejsapi") === "1";
  let listening = false, state = -1, time = 0, rate = 1, at = 0;
  const length = 40;
  const now = () => state === 1 ? Math.min(length, time + (performance.now() - at) / 1000 * rate) : time;
  const tell = (event, info) => mayTell && listening && parent.postMessage(JSON.stringify({ event, info, id: 1, channel: "widget" }), "*");
  const set = (next, to = now()) => {
    time = to; at = performance.now(); state = next;
    tell("infoDelivery", { playerState: state, currentTime: time, currentTimeLastUpdated_: Date.now() / 1000 });
    tell("onStateChange", state);
  };
  addEventListener("message", ({ data }) => {
    if (JSON.parse(data).event !== "listening" || !mayTell) return;
    listening = true;
    tell("initialDelivery", { currentTime: now(), duration: length, playerState: state, playbackRate: rate, videoData: { video_id: id } });
  });
  setInterval(() => state === 1 && tell("infoDelivery", { currentTime: now(), duration: length, videoData: { video_id: id } }), 200);
  window.play = () => set(1);
  window.pause = () => { set(2); return now(); };
  window.seek = (to) => { const left = now(); set(3); set(1, to); return left; };
  window.now = now;
</script>`;

/** The same of Vimeo's. */
export const vimeoPlayer = `<!doctype html><title>player</title><script>
  let paused = true, time = 0, at = 0;
  const heard = new Set();
  const length = 40;
  const now = () => paused ? time : time + (performance.now() - at) / 1000;
  const tell = (event) => heard.has(event) &&
    parent.postMessage(JSON.stringify({ event, data: { seconds: now(), duration: length, percent: now() / length } }), "*");
  addEventListener("message", ({ data }) => {
    const { method, value } = data;
    if (method === "ping") parent.postMessage(JSON.stringify({ method: "ping" }), "*");
    if (method === "addEventListener") heard.add(value);
    if (method === "getDuration") parent.postMessage(JSON.stringify({ method, value: length }), "*");
  });
  parent.postMessage(JSON.stringify({ event: "ready" }), "*");
  setInterval(() => paused || tell("timeupdate"), 250);
  window.play = () => { at = performance.now(); paused = false; tell("play"); };
  window.pause = () => { time = now(); paused = true; tell("pause"); return time; };
  window.seek = (to) => { const left = now(); time = to; at = performance.now(); tell("seeked"); return left; };
  window.now = now;
</script>`;
