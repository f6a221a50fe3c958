import { defineConfig } from "@playwright/test";
import { browserArguments, firefoxOptions } from "./browser";

const { CHROMIUM_PATH, FIREFOX_PATH } = process.env;

/** Run by `npm test`, which builds the app, finds a browser and prepares the databases (fixtures.ts). */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results/browser",
  // Each worker has its own server and database.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // Once more, on a new server and database. `npm test` names each test that needed it, with the reason: that is a fault to find.
  retries: process.env.CI ? 1 : 0,
  // How fast pages are is for the benchmarks to say: a busy machine takes several times as long, and fails no test.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "../test-results/browser.json" }]],
  use: {
    headless: true,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Lisbon",
  },
  projects: [
    {
      name: "chromium",
      use: {
        // To record each test takes a part of its time: where a failed one runs again, only that run is.
        trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
        launchOptions: { executablePath: CHROMIUM_PATH, args: browserArguments },
      },
    },
    // What the page scripts do depends on the browser; what the pages do is tested in one.
    {
      name: "firefox",
      // Alone, after the others: what is played is timed, and this browser ends a closed tab before it has sent its last words when it
      // has to wait.
      dependencies: ["chromium"],
      workers: 1,
      testMatch: FIREFOX_PATH ? /(tracker|page-scripts|players|whole-site)\.spec\.ts$/ : [],
      use: { browserName: "firefox", launchOptions: firefoxOptions(FIREFOX_PATH ?? "") },
    },
  ],
});
