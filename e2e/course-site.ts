import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { createFile, MP4BoxBuffer } from "mp4box";
import type { VideoItem } from "@/lib/tracker/wire";

/* A course page on another site, with players from npm, and what their scripts report to Lectern. */

const clip = readFileSync("public/clip.mp4");

/** The clip as an HLS stream of fragments. */
function streamed(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const list = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:5", '#EXT-X-MAP:URI="begin.mp4"'];
  const file = createFile();
  let before = 0;
  file.onReady = ({ tracks: [track] }) => {
    if (!track) throw new Error("The clip has no track.");
    file.setSegmentOptions(track.id, null, { nbSamples: 10, rapAlignement: true });
    files.set("begin.mp4", Buffer.from(file.initializeSegmentation().buffer));
    file.onSegment = (_, __, bytes, samples) => {
      const seconds = ((samples - before) / track.nb_samples) * (track.duration / track.timescale);
      before = samples;
      list.push(`#EXTINF:${seconds.toFixed(3)},`, `${files.size}.m4s`);
      files.set(`${files.size}.m4s`, Buffer.from(bytes));
    };
    file.start();
  };
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(Uint8Array.from(clip).buffer, 0));
  file.flush();
  return files.set("clip.m3u8", Buffer.from([...list, "#EXT-X-ENDLIST", ""].join("\n")));
}

/** Bundles a page's module with the players that it imports from npm. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: "js" },
    bundle: true,
    format: "esm",
    write: false,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

const sendClip = ({ headers }: IncomingMessage, response: ServerResponse) => {
  const [, from = "0", to = ""] = /bytes=(\d+)-(\d*)/.exec(headers.range ?? "") ?? [];
  const [start, end] = [Number(from), to ? Number(to) : clip.length - 1];
  response.writeHead(headers.range ? 206 : 200, {
    "content-type": "video/mp4",
    "accept-ranges": "bytes",
    "content-range": `bytes ${start}-${end}/${clip.length}`,
  });
  response.end(clip.subarray(start, end + 1));
};

/** Starts the site. Its `/lectern/` is a proxy of the school's own in front of Lectern, which keeps what passes. */
export async function startCourseSite(lectern: () => string) {
  const stream = streamed();
  const shown = { html: "", module: "" };
  /** What the scripts sent, and the status of each answer. */
  const passed: { items: VideoItem[]; status: number }[] = [];

  async function proxy(request: IncomingMessage, response: ServerResponse) {
    const body = await text(request);
    const answer = await fetch(lectern() + request.url?.replace("/lectern", ""), {
      method: "POST",
      body,
      headers: { "content-type": "text/plain" },
    });
    passed.push({ items: [JSON.parse(body)].flat(), status: answer.status });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  }

  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path.startsWith("/lectern/")) return void proxy(request, response);
    if (/\/clip\.mp4(\?|$)/.test(path)) return sendClip(request, response);
    const file = stream.get(path.slice("/hls/".length));
    if (file) return void response.end(file);
    const [type, content] =
      path === "/page.mjs" ? ["text/javascript", shown.module] : ["text/html", shown.html];
    response.writeHead(200, { "content-type": type }).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    async show(html: string, module = "") {
      Object.assign(shown, { html, module: await bundled(module) });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
