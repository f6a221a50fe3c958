import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  closePlaying,
  eventually,
  expectClose,
  onlyViewing,
  openAlone,
  play,
  scriptAt,
  server,
  trackedSite,
  united,
  until,
  viewingOf,
} from "@/e2e/tracked-site";
import { buildPackage } from "@/scripts/build-package.mjs";

/* The package in a project of somebody else, where it is installed from its archive: types, bundles and browsers. */
trackedSite();

const project = mkdtempSync(join(tmpdir(), "lectern-consumer-"));
const source = `${project}/package`;
const npm = (...args: string[]) =>
  execFileSync("npm", [...args, "--offline", "--no-audit", "--no-fund", "--silent"], { cwd: project });
const modules = join(process.cwd(), "node_modules");

const lesson = `
import { StrictMode, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { useVideoAnalytics } from "@lectern/tracker/react";
import "@lectern/tracker/element";

function Lesson({ endpoint }: { endpoint: string }) {
  const [lesson, setLesson] = useState({ videoId: "vid", token: "first" });
  Object.assign(window, { setLesson });
  const video = useRef<HTMLVideoElement>(null);
  useVideoAnalytics(video, { ...lesson, courseId: "c", endpoint, updateInterval: 1 });
  return <video src="/clip.mp4" muted preload="auto" ref={video} />;
}
export const Wrapped = () => <lectern-video video-id="vid" course-id="c" update-interval={5} id="w" />;
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Lesson endpoint={ENDPOINT} />
  </StrictMode>,
);
declare const ENDPOINT: string;
`;
/** What must be refused is marked: a type that accepts it fails the check. */
const uses = `
import { initAllVideoAnalytics, initVideoAnalytics, type Options } from "@lectern/tracker";
import { initSessionAnalytics, type JoinedSession } from "@lectern/tracker/live";
import { useVideoAnalytics } from "@lectern/tracker/react";

const video = document.createElement("video");
const options: Options = { videoId: "v", courseId: "c", updateInterval: 5, resume: true };
const stop: () => void = initVideoAnalytics(video, options);
const stopAll: () => void = initAllVideoAnalytics();
video.addEventListener("videoanalyticsresume", ({ detail }) => { video.currentTime = detail.position; });
video.addEventListener("videoanalyticsbeacon", ({ detail }) => detail.items.map((item) => item.session_id));
document.querySelector("lectern-video")?.remove();
window.initVideoAnalytics?.(video, { videoId: "v" });
const session: JoinedSession = initSessionAnalytics(video, { sessionId: "s", name: "Eva" });
session.rate(4, "Clear");
export { stop, stopAll };
// @ts-expect-error: an element is needed
initVideoAnalytics("video", options);
// @ts-expect-error: no such option
initVideoAnalytics(video, { video: "v" });
// @ts-expect-error: a number is needed
session.rate("four");
// @ts-expect-error: options are needed
useVideoAnalytics({ current: video });
// @ts-expect-error: a position is a number
video.addEventListener("videoanalyticsresume", ({ detail }) => detail.position.trim());
`;

beforeAll(async () => {
  await buildPackage(source);
  writeFileSync(`${project}/package.json`, JSON.stringify({ name: "school", private: true, type: "module" }));
  npm("pack", "./package");
  npm("install", "./lectern-tracker-0.1.0.tgz");
  rmSync(source, { recursive: true });
  mkdirSync(`${project}/node_modules/@types`);
  for (const name of ["react", "react-dom", "@types/react", "@types/react-dom"])
    symlinkSync(join(modules, name), `${project}/node_modules/${name}`);
  writeFileSync(`${project}/lesson.tsx`, lesson);
  writeFileSync(`${project}/uses.ts`, uses);
  writeFileSync(`${project}/element.ts`, 'import "@lectern/tracker/element";');
}, 120_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

test.each([
  ["bundler", "esnext"],
  ["nodenext", "nodenext"],
])("its types check in a strict project with %s's resolution", (moduleResolution, module) => {
  const compilerOptions = {
    ...{ moduleResolution, module, strict: true, exactOptionalPropertyTypes: true, noEmit: true },
    ...{ target: "es2022", lib: ["es2024", "dom", "dom.iterable"], jsx: "react-jsx", types: ["react"] },
  };
  const settings = { compilerOptions, files: ["lesson.tsx", "uses.ts"] };
  writeFileSync(`${project}/tsconfig.json`, JSON.stringify(settings));
  const check = () =>
    execFileSync(process.execPath, [join(modules, "typescript/bin/tsc"), "-p", project], {
      encoding: "utf8",
    });
  let output = "";
  try {
    check();
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  expect(output).toBe("");
});

test("its hook and element can be imported where there is no document", () => {
  const code =
    'await import("@lectern/tracker/react"); await import("@lectern/tracker/element"); console.log("both");';
  expect(
    execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: project, encoding: "utf8" }),
  ).toBe("both\n");
});

const endpoint = () => new URL(scriptAt("tracker.js")).origin;
/** The file with all that it imports, for a page. */
async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: [file],
    bundle: true,
    format: "esm",
    write: false,
    jsx: "automatic",
    // React's development build starts every effect twice in StrictMode.
    define: { "process.env.NODE_ENV": '"development"', ENDPOINT: JSON.stringify(endpoint()) },
  });
  return outputFiles[0]?.text ?? "";
}
/** Opens a page with this body, and runs the file's bundle on it. */
async function openWith(body: string, file: string) {
  const page = await openAlone(body);
  await page.addScriptTag({ type: "module", content: await bundled(file) });
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) > 2);
  return page;
}

test("the hook counts one playback in StrictMode, sends the latest token, and begins another with another video", async () => {
  const page = await openWith('<div id="root"></div>', "lesson.tsx");
  await play(page);
  await until(page, 1);
  await page.evaluate(() => (window as never as Lesson).setLesson({ videoId: "vid", token: "second" }));
  await until(page, 2.5);
  const truth = await page.evaluate(() => {
    const { played } = document.querySelector("video") as HTMLVideoElement;
    const ranges = [[played.start(0), played.end(0)]];
    (window as never as Lesson).setLesson({ videoId: "other", token: "second" });
    return ranges;
  });
  await eventually(
    () => [...server.stored.values()].map(viewingOf),
    (viewings) => {
      expect(viewings.map(({ views }) => views)).toEqual([1, 1]);
      expect([...new Set(server.received.map(({ video_id }) => video_id))]).toEqual(["vid", "other"]);
      expectClose(united(viewings[0]?.ranges ?? []), truth);
      expect(viewings[0]?.beacons[0]?.token).toBe("first");
      expect(viewings[0]?.last?.token).toBe("second");
    },
  );
  await page.close({ runBeforeUnload: true });
});
type Lesson = { setLesson: (lesson: { videoId: string; token: string }) => void };

const inner = '<video src="/clip.mp4" muted preload="auto"></video>';
test.each([
  ["from the package, with a source", "element.ts", 'src="/clip.mp4"', ""],
  ["from the package, around a player", "element.ts", "", inner],
  ["from the server, around a player", null, "", inner],
])("the element counts one playback, also when it is moved: %s", async (_, file, attributes, player) => {
  const address = file ? `endpoint="${endpoint()}"` : "";
  const body = `<lectern-video video-id="vid" course-id="c" ${address} ${attributes}>${player}</lectern-video>`;
  const tag = `<script type="module" src="${scriptAt("lectern-video.mjs")}"></script>`;
  const page = file ? await openWith(body, file) : await openAlone(body + tag);
  // Without a click, only what is muted may play.
  await page.evaluate(() => Object.assign(document.querySelector("video") ?? {}, { muted: true }));
  await play(page);
  await until(page, 1);
  await page.evaluate(() => {
    const section = document.createElement("section");
    document.body.append(section);
    section.append(document.querySelector("lectern-video") as Element);
    return document.querySelector("video")?.play();
  });
  await until(page, 2);
  const { ranges: truth } = await closePlaying(page);
  await eventually(onlyViewing, ({ views, ranges, last }) => {
    expect(views).toBe(1);
    expect(last?.video_id).toBe("vid");
    expectClose(united(ranges), truth);
  });
});
