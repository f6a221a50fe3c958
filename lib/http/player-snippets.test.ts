import { execFileSync, spawnSync } from "node:child_process";
import { transformSync } from "esbuild";
import { createElement, Fragment, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, test } from "vitest";
import {
  kindsFor,
  type Measured,
  type PlayerKind,
  playerSnippet,
  siteLine,
  tokenPath,
  tokenServers,
  tokenSnippet,
} from "./player-snippets";

const measuring = { origin: "https://stats.test", school: "harbour" };
const video: Measured = {
  kind: "video",
  reference: "residual-plot",
  course: "statistics",
  source: "https://files.test/a.mp4?x=1&y=2",
};
const session: Measured = { kind: "session", reference: "week-7", course: null, source: null };
/** An id that a school may give, with every sign that ends something. */
const nasty = `a"b'<i>&amp;</script>\\\``;

const decoded = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

/** The elements of a snippet with their attributes; fails on anything between tags that is neither a script, a comment nor space. */
function elementsOf(html: string) {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const rest = html
    .replace(/<!--(?:(?!-->)[\s\S])*-->/g, "")
    .replace(
      /<(script|video|source|main|div)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>(?:([^<]*)<\/\1>)?/g,
      (_, name: string, marks: string, text = "") => {
        const attributes = Object.fromEntries(
          [...marks.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, key, value = ""]) => [key, decoded(value)]),
        );
        elements.push({ name, attributes, text });
        return "";
      },
    )
    .replace("</video>", "");
  expect(rest.trim()).toBe("");
  return elements;
}

/** What React makes of a snippet for React. */
function rendered(jsx: string): string {
  const { code } = transformSync(jsx, { loader: "jsx", format: "cjs" });
  const exported: { Lesson?: FunctionComponent } = {};
  const module = { exports: exported };
  new Function("module", "exports", "React", code)(module, exported, { createElement, Fragment });
  return renderToStaticMarkup(createElement(module.exports.Lesson!));
}

const all = (measured: Measured, signed: boolean): [PlayerKind, ReturnType<typeof elementsOf>][] =>
  kindsFor(measured, signed).map((kind) => {
    const text = playerSnippet(kind, measured, measuring, signed);
    return [kind, elementsOf(kind === "react" ? rendered(text) : text)];
  });

describe.each([false, true])("a snippet, signed: %s", (signed) => {
  it.each(all(video, signed).filter(([kind]) => kind !== "site" && kind !== "moodle"))(
    "marks the video for %s",
    (_, elements) => {
      const script = elements.find(({ name }) => name === "script");
      expect(script?.attributes.src).toBe("https://stats.test/lectern.js");
      expect(Object.keys(script?.attributes ?? {}).some((name) => name === "defer" || name === "async")).toBe(
        true,
      );
      expect(elements.find(({ name }) => name === "video")?.attributes).toMatchObject({
        "data-video-analytics": "",
        "data-video-id": "residual-plot",
        "data-course-id": "statistics",
        ...(signed ? { "data-token-url": tokenPath } : {}),
      });
    },
  );

  it.each(all(session, signed))("marks the session for %s", (_, elements) => {
    expect(elements.find(({ name }) => name === "script")?.attributes.src).toBe("https://stats.test/live.js");
    const marked = elements.find(({ attributes }) => "data-session-analytics" in attributes);
    expect(marked?.attributes).toMatchObject({
      "data-session-id": "week-7",
      ...(signed ? { "data-token-url": tokenPath } : {}),
    });
  });

  it("plays the file of the video", () => {
    const sources = all(video, signed).flatMap(([kind, elements]) => {
      const texts = elements.flatMap(({ attributes, text }) => [
        attributes.src,
        /loadSource\((.*)\)/.exec(text)?.[1],
      ]);
      return kind === "site" || kind === "moodle"
        ? []
        : [texts.some((text) => text === video.source || text === JSON.stringify(video.source))];
    });
    expect(sources).toEqual(sources.map(() => true));
  });

  it("is right for any id and file", () => {
    const odd = { ...video, reference: nasty, course: nasty, source: `/${nasty}.m3u8` };
    for (const [kind, elements] of all(odd, signed)) {
      const marked = elements.find(({ attributes }) => "data-video-analytics" in attributes);
      if (kind === "site" || kind === "moodle") continue;
      expect(marked?.attributes, kind).toMatchObject({ "data-video-id": nasty, "data-course-id": nasty });
      for (const { name, text } of elements)
        if (name === "script" && text) expect(() => new Function(text)).not.toThrow();
    }
    for (const [kind, elements] of all({ ...session, reference: nasty }, signed))
      expect(elements.at(-1)?.attributes["data-session-id"], kind).toBe(nasty);
  });
});

test("a site's line names the school, and has no place for a token", () => {
  const [script] = elementsOf(siteLine({ ...measuring, school: nasty }));
  expect(script?.attributes).toEqual({
    src: "https://stats.test/lectern.js",
    "data-auto": "",
    "data-school": nasty,
    defer: "",
  });
  expect(elementsOf(playerSnippet("moodle", video, measuring, false))[0]?.attributes["data-school"]).toBe(
    "harbour",
  );
  expect(kindsFor(video, true)).not.toContain("site");
  expect(kindsFor(session, false)).not.toContain("site");
});

const hasProgram = (name: string) => spawnSync(name, ["--version"]).status === 0;

describe.each([video, session])("a server's snippet for a $kind", (measured) => {
  const odd = { ...measured, reference: nasty };
  const of = (server: (typeof tokenServers)[number], from = "https://stats.test") =>
    tokenSnippet(server, odd, from);

  it("sends the API token from the environment, never one that is written down", () => {
    for (const server of tokenServers) expect(of(server), server).toContain("LECTERN_TOKEN");
  });

  it.skipIf(!hasProgram("python3"))("is valid Python", () => {
    execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], { input: of("python") });
  });

  it.skipIf(!hasProgram("php"))("is valid PHP", () => {
    execFileSync("php", ["-l"], { input: of("php") });
  });

  it("reaches curl through a shell exactly as written", () => {
    const seen = execFileSync("sh", ["-c", of("curl").replace(/^curl/, `printf '%s\\0'`)], {
      env: { ...process.env, LECTERN_TOKEN: "lct_x" },
    })
      .toString()
      .split("\0");
    expect(seen).toContain("https://stats.test/api/playback-tokens");
    expect(JSON.parse(seen.at(-2) ?? "")).toEqual({
      [`${measured.kind}_id`]: nasty,
      subject: "learner-1042",
    });
  });
});
