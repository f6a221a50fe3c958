import { defineConfig } from "@playwright/test";
import { browserArguments } from "./browser";

/** Run by `npm test`, which builds the app, finds a browser and prepares the databases (fixtures.ts). */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results/browser",
  // Each worker has its own server and database; two cores are enough for one.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // How fast pages are is for the benchmarks to say: a busy machine takes several times as long, and fails no test.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "../test-results/browser.json" }]],
  use: {
    headless: true,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Lisbon",
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: browserArguments },
  },
});
