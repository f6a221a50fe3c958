/*
 * Creates the demo's moving pictures. By default public/clip.mp4: a lesson of two minutes with a running clock in the picture, so that what was watched can be compared with
 * what was counted. A browser draws one picture per second; ffmpeg encodes them as H.264, which every browser plays. Needs
 * ffmpeg with libx264 and a Chromium (CHROMIUM_PATH or the system's).
 * With `film`: drizzle/seed/film.bin, two hours at one picture per second, encoded by the Chromium alone, of which every other video of the
 * demo plays as much as it is long (drizzle/seed/film.ts). Run it by hand; the results are committed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const seconds = 120;
const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "public/clip.mp4");
const fontFile = join(
  root,
  "node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wdth-normal.woff2",
);

/** Numbers in 0 … 1 that are the same on every run (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const petrol = "#1c6278";
const rust = "#b5561f";

/** A plot of `count` points; `spread` and `bend` give their distance from the line at x in 0 … 1; some show it as a stroke. */
function plot({
  seed,
  count = 56,
  spread = () => 40,
  bend = () => 0,
  extra = "",
  x = 640,
  y = 130,
  w = 520,
  h = 400,
  residuals = 0,
}) {
  const next = random(seed);
  const middle = y + h / 2;
  const dots = Array.from({ length: count }, (_, index) => {
    const at = 0.03 + 0.94 * next();
    const off = (next() + next() + next() - 1.5) * 1.3;
    const left = (x + at * w).toFixed(1);
    const top = (middle + bend(at) + off * spread(at)).toFixed(1);
    const stroke = `<path d="M${left} ${middle}V${top}" stroke="${rust}" stroke-width="3"/>`;
    return `${index < residuals ? stroke : ""}<circle cx="${left}" cy="${top}" r="5.5" fill="${petrol}"/>`;
  }).join("");
  return `<g>
    <path d="M${x} ${y}V${y + h}H${x + w}" fill="none" stroke="#5d6467" stroke-width="2"/>
    <path d="M${x} ${middle}H${x + w}" stroke="#8b9194" stroke-width="2" stroke-dasharray="7 7"/>
    ${dots}${extra}</g>`;
}

const words = (title, lines) =>
  `<text x="90" y="190" class="title">${title}</text>${lines
    .map((line, index) => `<text x="90" y="${262 + index * 44}" class="line">${line}</text>`)
    .join("")}`;

const slides = [
  `<text x="90" y="320" class="huge">Reading a residual plot</text><text x="90" y="388" class="line">Statistics for everyone, lesson 7.2</text>`,
  `${words("What is left over", ["A residual is what the line", "did not explain:", "observed minus fitted."])}
   ${plot({ seed: 7, count: 26, spread: () => 62, residuals: 9 })}`,
  `${words("Nothing to see", ["A cloud without a shape", "is what we hope for.", "The line has said all", "that a line can say."])}${plot({ seed: 11, spread: () => 66 })}`,
  `${words("The bend", ["First below, then above,", "then below again:", "the line is straight,", "the world is not."])}
   ${plot({ seed: 23, spread: () => 30, bend: (at) => 420 * (at - 0.5) ** 2 - 60, extra: `<path d="M650 375Q900 165 1150 375" fill="none" stroke="${rust}" stroke-width="3"/>` })}`,
  `${words("The funnel", ["Spread that grows with the", "fitted value is a pattern.", "Would the same line serve", "a late bus and an early one?"])}
   ${plot({ seed: 31, spread: (at) => 12 + 120 * at, extra: `<path d="M645 315L1150 165M645 345L1150 495" stroke="${rust}" stroke-width="3"/>` })}`,
  `${words("Now you", ["Pause here and try it.", "Which of the two would", "you trust for Friday?"])}
   ${plot({ seed: 41, count: 30, spread: () => 30, x: 640, y: 110, w: 520, h: 190 })}${plot({ seed: 43, count: 30, spread: (at) => 8 + 60 * at, x: 640, y: 350, w: 520, h: 190 })}`,
  `${words("Checking the answer", ["The upper one: its error is", "the same for every bus.", "Below, long delays are", "guesswork."])}
   ${plot({ seed: 41, count: 30, spread: () => 30, x: 640, y: 110, w: 520, h: 190, extra: `<rect x="632" y="98" width="544" height="214" fill="none" stroke="${rust}" stroke-width="3"/>` })}${plot({ seed: 43, count: 30, spread: (at) => 8 + 60 * at, x: 640, y: 350, w: 520, h: 190 })}`,
  `${words("To remember", ["No shape: keep the line.", "A bend: let it curve.", "A funnel: look at the spread", "before you promise a time."])}${plot({ seed: 53, count: 80, spread: () => 66 })}`,
];

function page(second) {
  const slide = slides[Math.floor(second / (seconds / slides.length))] ?? "";
  const clock = `${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720">
    <rect width="1280" height="720" fill="#f3f1ea"/>${slide}
    <rect x="0" y="712" width="1280" height="8" fill="#dcdad2"/><rect x="0" y="712" width="${(1280 * second) / seconds}" height="8" fill="${petrol}"/>
    <text x="1190" y="80" text-anchor="end" class="clock">${clock}</text></svg>`;
}

const font = readFileSync(fontFile).toString("base64");
const style = `<style>@font-face{font-family:I;src:url(data:font/woff2;base64,${font});font-weight:400 700}
    body{margin:0}svg{display:block}text{font-family:I;fill:#1f2629}.huge{font-size:68px;font-weight:600;letter-spacing:-.02em}
    .title{font-size:52px;font-weight:600;letter-spacing:-.015em}.line{font-size:30px;fill:#474f53}
    .clock{font-size:64px;font-weight:600;font-variant-numeric:tabular-nums}</style>`;

async function openBrowser() {
  const executablePath = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (path) => path && existsSync(path),
  );
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
}

async function makeClip() {
  const frames = mkdtempSync(join(tmpdir(), "lectern-clip-"));
  try {
    const browser = await openBrowser();
    const tab = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await tab.setContent(`${style}<main></main>`);
    for (let second = 0; second < seconds; second++) {
      await tab.locator("main").evaluate((main, html) => {
        main.innerHTML = html;
        return document.fonts.ready.then(() => {});
      }, page(second));
      await tab.screenshot({ path: join(frames, `${String(second).padStart(3, "0")}.png`) });
    }
    await browser.close();
    // A key frame every 5 s: quick seeking, small file. faststart: it plays before it is loaded completely.
    const input = `-y -loglevel error -framerate 1 -i ${join(frames, "%03d.png")} -r 25`;
    const video = "-c:v libx264 -profile:v main -preset veryslow -tune stillimage -crf 28 -pix_fmt yuv420p";
    const keys = `-g 125 -keyint_min 125 -sc_threshold 0 -t ${seconds}`;
    const options = `${input} ${video} ${keys} -map_metadata -1 -fflags +bitexact -movflags +faststart`;
    const encoded = spawnSync("ffmpeg", [...options.split(" "), target], { stdio: "inherit" });
    if (encoded.status !== 0) throw new Error("ffmpeg could not encode the clip");
    console.log(`public/clip.mp4: ${seconds} s, ${Math.round(statSync(target).size / 1024)} kB`);
  } finally {
    rmSync(frames, { recursive: true, force: true });
  }
}

const film = { width: 640, height: 360, seconds: 7200, part: 300, key: 60 };

/** The picture of a part of the film, without the clock. */
function filmPart(index) {
  const clock = (second) => `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
  const lines =
    index === 0
      ? [
          "This film plays for every",
          "video of the demo school.",
          "The clock is the second",
          "that is counted.",
        ]
      : [`${clock(index * film.part)} to ${clock((index + 1) * film.part)}`];
  const spread = index % 2 ? (at) => 14 + 100 * at : () => 55;
  const bend = index % 3 === 2 ? (at) => 420 * (at - 0.5) ** 2 - 60 : () => 0;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720">${style}
    <rect width="1280" height="720" fill="#f3f1ea"/>
    ${words(index === 0 ? "Demo film" : `Part ${index + 1}`, lines)}${plot({ seed: 100 + index, count: 40, spread, bend })}</svg>`;
}

/** Runs in the browser: draws the film and encodes it as H.264. Returns the decoder's settings and the pictures, as base64. */
async function encodeFilm({ parts, width, height, seconds, part, key }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const chunks = [];
  let settings = null;
  const encoder = new VideoEncoder({
    output: (chunk, meta) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      chunks.push(bytes);
      settings ??= meta?.decoderConfig?.description ?? null;
    },
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({
    codec: "avc1.42001e",
    width,
    height,
    framerate: 1,
    bitrate: 2500,
    latencyMode: "quality",
    avc: { format: "avc" },
  });
  await document.fonts.load("600 40px I");
  for (let second = 0; second < seconds; second++) {
    if (second % part === 0) {
      const picture = new Image();
      picture.src = `data:image/svg+xml,${encodeURIComponent(parts[second / part])}`;
      await picture.decode();
      canvas.picture = picture;
    }
    context.drawImage(canvas.picture, 0, 0, width, height);
    const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
    const two = (value) => String(value).padStart(2, "0");
    context.font = "600 34px I";
    context.textAlign = "right";
    context.fillStyle = "#1f2629";
    context.fillText(`${hours}:${two(minutes)}:${two(second % 60)}`, width - 45, 44);
    const frame = new VideoFrame(canvas, { timestamp: second * 1e6, duration: 1e6 });
    encoder.encode(frame, { keyFrame: second % key === 0 });
    frame.close();
    if (encoder.encodeQueueSize > 20) await new Promise((turn) => setTimeout(turn, 5));
  }
  await encoder.flush();
  const base64 = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 30_000)
      text += String.fromCharCode(...bytes.subarray(at, at + 30_000));
    return btoa(text);
  };
  return { settings: base64(new Uint8Array(settings)), chunks: chunks.map(base64) };
}

async function makeFilm() {
  // The encoder exists only on a secure origin.
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(style));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await openBrowser();
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}`);
  const parts = Array.from({ length: film.seconds / film.part }, (_, index) => filmPart(index));
  const made = await tab.evaluate(encodeFilm, { parts, ...film });
  await browser.close();
  server.close();
  const settings = Buffer.from(made.settings, "base64");
  const chunks = made.chunks.map((chunk) => Buffer.from(chunk, "base64"));
  const head = Buffer.alloc(12 + 4 * chunks.length);
  for (const [index, value] of [film.width, film.height, film.key].entries())
    head.writeUInt16BE(value, index * 2);
  head.writeUInt16BE(settings.length, 6);
  head.writeUInt32BE(chunks.length, 8);
  for (const [index, chunk] of chunks.entries()) head.writeUInt32BE(chunk.length, 12 + index * 4);
  const path = join(root, "drizzle/seed/film.bin");
  writeFileSync(path, Buffer.concat([head, settings, ...chunks]));
  console.log(`drizzle/seed/film.bin: ${chunks.length} s, ${Math.round(statSync(path).size / 1024)} kB`);
}

await (process.argv.includes("film") ? makeFilm() : makeClip());
