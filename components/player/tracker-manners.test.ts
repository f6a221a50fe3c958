import { beforeEach, describe, expect, test } from "vitest";
import {
  context,
  eventually,
  expectClose,
  kept,
  onlyViewing,
  open,
  oracle,
  pause,
  play,
  player,
  scriptAt,
  server,
  site,
  trackedSite,
  until,
  viewingOf,
} from "@/e2e/tracked-site";

/* How the script behaves as a guest on somebody's page: what it keeps, and what it leaves behind. */
trackedSite();

/** The views that arrived, one a playback: a page that is left before the answer comes sends its view again. */
const views = () => {
  const all = server.received.filter(({ type }) => type === "view");
  return [...new Map(all.map((view) => [view.session_id, view])).values()];
};

test("an id is kept only with consent, and nothing at all after a no", async () => {
  const page = await open(player('data-consent="granted"'));
  await eventually(views, (all) => expect(all).toHaveLength(1));
  const visitor = views()[0]?.visitor_id;
  expect(visitor).toMatch(/^[0-9a-f-]{36}$/);
  await page.reload();
  await eventually(views, (all) => expect(all).toHaveLength(2));
  expect(views()[1]?.visitor_id).toBe(visitor);

  await page.evaluate(() => {
    localStorage.setItem("theme", "the page's own");
    (document.querySelector("video") as HTMLElement).dataset.consent = "denied";
  });
  await play(page);
  await until(page, 0.5);
  await pause(page);
  await eventually(
    () => server.received.at(-1),
    (item) => expect(item?.type).toBe("progress"),
  );
  expect(server.received.at(-1)?.visitor_id).toBeUndefined();
  expect(await kept(page)).toEqual(["theme"]);

  site.html = site.html.replace("data-consent", "data-was");
  await page.reload();
  await eventually(views, (all) => expect(all).toHaveLength(3));
  expect(views()[2]?.visitor_id).toBeUndefined();
});

test.each(["doNotTrack", "globalPrivacyControl"])(
  "%s counts as a no, whatever the page says",
  async (signal) => {
    server.down = true;
    await context.addInitScript((name) => {
      Object.defineProperty(navigator, name, { get: () => (name === "doNotTrack" ? "1" : true) });
    }, signal);
    const page = await open(player('data-consent="granted"'));
    await play(page);
    await until(page, 0.5);
    await pause(page);
    expect(await kept(page)).toEqual([]);
    server.down = false;
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await eventually(onlyViewing, ({ last }) => expect(last?.played.length).toBe(1));
    expect(server.received.every(({ visitor_id }) => visitor_id === undefined)).toBe(true);
  },
);

test("players added to and removed from the page are followed, and stopping cleans up", async () => {
  const page = await open("");
  await page.evaluate((markup) => document.body.insertAdjacentHTML("beforeend", markup), player());
  await eventually(
    () => server.received.length,
    (count) => expect(count).toBe(1),
  );
  await page.evaluate(() => document.querySelector("#p")?.setAttribute("data-video-id", "another"));
  await eventually(
    () => server.received.at(-1),
    (item) => expect(item).toMatchObject({ video_id: "another" }),
  );
  await page.evaluate(() => document.querySelector("#p")?.remove());

  const counted = await page.evaluate(async (markup) => {
    const open = new Set<unknown>();
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const entry = {};
      const signal = typeof options === "object" ? options.signal : undefined;
      if (signal) {
        open.add(entry);
        addEventListener.call(signal, "abort", () => open.delete(entry));
      }
      return addEventListener.call(this, type, listener, options);
    };
    const begin = window.setInterval;
    const end = window.clearInterval;
    window.setInterval = ((...given: Parameters<typeof begin>) => {
      const id = begin(...given);
      open.add(id);
      return id;
    }) as typeof begin;
    window.clearInterval = (id) => {
      open.delete(id);
      end(id);
    };
    document.body.insertAdjacentHTML("beforeend", markup.replace("data-video-analytics", ""));
    const api = window as unknown as {
      initVideoAnalytics: (element: Element, options: object) => () => void;
    };
    const element = document.querySelector("#p") as Element;
    const stop = api.initVideoAnalytics(element, { videoId: "by-hand", courseId: "c", isPreview: true });
    const again = api.initVideoAnalytics(element, { videoId: "by-hand", courseId: "c" });
    const during = open.size;
    stop();
    stop();
    return { during, after: open.size, same: stop === again };
  }, player());
  expect(counted.during).toBeGreaterThan(10);
  expect(counted).toMatchObject({ after: 0, same: true });
  await eventually(
    () => server.received.at(-1),
    (item) => expect(item).toMatchObject({ type: "view", video_id: "by-hand", is_preview: true }),
  );
});

test("it is a module too", async () => {
  const page = await open(player().replace("data-video-analytics", ""));
  await page.addScriptTag({
    type: "module",
    content: `import { initVideoAnalytics } from "${scriptAt("tracker.mjs")}";
      initVideoAnalytics(document.querySelector("video"), { token: "a.b.c", lessonId: "7" });`,
  });
  await eventually(
    () => server.received,
    ([item]) =>
      expect(item).toMatchObject({
        video_id: "vid",
        video_duration_seconds: 120,
        token: "a.b.c",
        lesson_id: "7",
      }),
  );
});

test("without the server the video continues, and the page gets no error", async () => {
  server.down = true;
  const page = await open(player('data-update-interval="1"'));
  await play(page);
  await until(page, 3);
  expect(await page.evaluate(() => document.querySelector("video")?.paused)).toBe(false);
});

describe("in a browser without fetchLater", () => {
  beforeEach(() => context.addInitScript(() => Reflect.deleteProperty(window, "fetchLater")));
  const other = () => player().replace('"vid"', '"other"');
  const viewing = () => viewingOf([...server.stored.values()][0]);

  test("a tab that is killed leaves a draft of its last seconds to the next page", async ({ skip }) => {
    if (process.env.TRACKER_FIREFOX) skip("Firefox gives no address at which a tab crashes");
    const page = await open(player('data-update-interval="6"'));
    await play(page);
    // A draft every two seconds, a beacon every six.
    await until(page, 4.8);
    const died = page.waitForEvent("crash");
    page.goto("chrome://crash").catch(() => {});
    await died;
    const next = await open(other());
    await eventually(viewing, ({ ranges }) => {
      expect(ranges).toHaveLength(1);
      expect(ranges[0]?.[1]).toBeGreaterThan(2.5);
    });
    await eventually(
      () => kept(next),
      (keys) => expect(keys).toEqual([]),
    );
  });

  test("a draft that another tab has sent is neither lost nor counted twice", async () => {
    const page = await open(player('data-update-interval="6"'));
    await play(page);
    await until(page, 2.5);
    await open(other());
    await eventually(viewing, ({ beacons }) => expect(beacons).toHaveLength(1));
    await page.bringToFront();
    await until(page, 5);
    await pause(page);
    const truth = await oracle(page);
    await eventually(viewing, ({ ranges, last }) => {
      expectClose(ranges, truth);
      expect(last?.watch_time_seconds).toBeGreaterThan(4.9);
    });
  });
});
