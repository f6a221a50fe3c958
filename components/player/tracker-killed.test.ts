import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { browserCommand } from "@/e2e/browser";
import {
  eventually,
  player,
  scriptAt,
  server,
  site,
  siteAddress,
  tellTruth,
  trackedSite,
  viewingOf,
} from "@/e2e/tracked-site";

/* A browser that is killed while a video plays, and started again: how many seconds are lost. */
trackedSite();

let profile: string;
let browser: ChildProcess;
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), "lectern-profile-"));
});
afterEach(async () => {
  await kill();
  rmSync(profile, { recursive: true, force: true });
});

/** Starts a browser of its own, which nothing tells when it ends, on the site's page. */
async function start(body: string) {
  site.html = `<!doctype html><title>A lesson</title><body>${body}<script src="${scriptAt("tracker.js")}"></script>`;
  const { path, args, environment } = await browserCommand(profile, siteAddress());
  browser = spawn(path, args, {
    env: { ...process.env, ...environment },
    stdio: "ignore",
    detached: true,
  });
}
/** Ends it with all of its processes. */
async function kill() {
  if (browser.exitCode !== null || browser.signalCode !== null) return;
  const ended = once(browser, "exit");
  process.kill(-(browser.pid as number), "SIGKILL");
  await ended;
}

test.skipIf(process.platform === "win32")(
  "a browser that is killed while a video plays loses only what was played since the last beacon, and nothing counts twice",
  async () => {
    const everySeconds = 3;
    await start(
      `${player(`autoplay data-update-interval="${everySeconds}"`)}<script>setInterval(() => ${tellTruth}, 50)</script>`,
    );
    await eventually(
      () => site.truth?.position,
      (position) => expect(position).toBeGreaterThan(8.5),
    );
    await kill();
    const { position = 0 } = site.truth ?? {};
    await start(player().replace('"vid"', '"next"'));
    await eventually(
      () => server.received.map(({ video_id }) => video_id),
      (ids) => expect(ids).toContain("next"),
    );
    const killed = [...server.stored.values()].map(viewingOf).find(({ last }) => last?.video_id === "vid");
    expect(killed?.ranges).toHaveLength(1);
    const reached = killed?.ranges[0]?.[1] ?? 0;
    expect(killed?.last?.watch_time_seconds).toBeCloseTo(reached, 1);
    expect(reached).toBeGreaterThan(position - 2 * everySeconds);
  },
);
