// npm test: unit and database tests, then the production build in a real browser. `npm test -- unit [vitest's options]`
// and `npm test -- e2e [Playwright's options]` run one part.
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { build } from "./build.mjs";
import { connected, createDatabase, fillDemo, loadTools, openThrowaway } from "./database.mjs";
import { install, root } from "./install.mjs";
import { fail } from "./launch.mjs";
import { run, runPackage } from "./run.mjs";

const reports = {
  unit: "test-results/unit.json",
  firefox: "test-results/firefox.json",
  browser: "test-results/browser.json",
};

const report = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
};

/** The result of a part; one that failed without a count counts as one failure. `failures`: what failed and why, a line each. */
const counted = (name, code, { passed = 0, failed = 0, skipped = 0, failures = [], unstable = [] }) => ({
  name,
  passed,
  failed: code !== 0 && failed === 0 ? 1 : failed,
  skipped,
  failures,
  unstable,
});

/** The beginning of an error's message behind a test's name: a log of which only the end is kept must still say why. */
const inOneLine = (message = "") =>
  message && ` · ${stripVTControlCharacters(message).replace(/\s+/g, " ").slice(0, 600)}`;

/** The result that Vitest reports. */
function vitestResult(name) {
  const found = report(reports[name]);
  const failures = (found?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults
      .filter((one) => one.status === "failed")
      .map(({ fullName, failureMessages }) => `${fullName}${inOneLine(failureMessages[0])}`);
    const file = relative(root, name);
    return status === "failed"
      ? (failed.length ? failed : [`(the file)${inOneLine(message)}`]).map((test) => `${file}: ${test}`)
      : [];
  });
  return {
    passed: found?.numPassedTests,
    failed: found?.numFailedTests,
    skipped: found?.numPendingTests,
    failures,
  };
}

/** The result that Playwright reports. A test that passes only the second time passes, and is named with why it failed first. */
function browserResult() {
  const found = report(reports.browser);
  const ended = (as, { suites = [], specs = [] }) => [
    ...suites.flatMap((suite) => ended(as, suite)),
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === as))
      .map(({ file, line, title, tests }) => {
        const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.error ?? []));
        return `e2e/${file}:${line}: ${title}${inOneLine(errors[0]?.message)}`;
      }),
  ];
  return {
    passed: found && found.stats.expected + found.stats.flaky,
    failed: found?.stats.unexpected,
    skipped: found?.stats.skipped,
    failures: ended("unexpected", found ?? {}),
    unstable: ended("flaky", found ?? {}),
  };
}

async function vitest(name, options, environment = {}) {
  const { code } = await runPackage(
    "vitest/vitest.mjs",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${reports[name]}`, ...options],
    { environment },
  );
  return counted(name, code, vitestResult(name));
}

function unit(options) {
  console.log("\nUnit and database tests");
  return vitest("unit", options);
}

/** The tests of the page scripts (e2e/tracked-site.ts) once more, in Firefox, where one of them still fails: when TRACKER_IN_FIREFOX is set. */
function inFirefox(path) {
  console.log("\nTests of the page scripts in Firefox");
  const environment = { TRACKER_FIREFOX: path, TEST_DATABASE_URL: "none" };
  return vitest("firefox", ["components/player/tracker"], environment);
}

/** Two migrated databases for copies, one of them with the demo school. */
async function prepare({ databaseUrl, migrate, grantAppRole }, server, prefix, { password, role }) {
  const templates = { demo: `${prefix}_demo`, empty: `${prefix}_empty` };
  const addresses = {};
  for (const [key, name] of Object.entries(templates)) {
    await createDatabase(server, name);
    await migrate(databaseUrl(server, name));
    addresses[key] = await grantAppRole(databaseUrl(server, name), role);
  }
  const secret = randomBytes(32).toString("hex");
  await fillDemo(addresses.demo, { secret, password });
  // The role that filled it may not, and autovacuum never sees it: what a copy was filled with is no change of its own. Without statistics the
  // largest statements take a minute each.
  await connected(databaseUrl(server, templates.demo), (client) => client`vacuum (analyze)`);
  return templates;
}

const named = (server, prefix) =>
  connected(server, async (client) => {
    const rows = await client`select datname from pg_database where starts_with(datname, ${prefix})`;
    return rows.map((row) => row.datname);
  });

/** In every database that the tests wrote to, the roll-ups must equal a rebuild from the facts. */
async function checkRollups({ databaseUrl }, server, templates) {
  let failed = 0;
  const urls = (await named(server, `${templates.demo}_`)).map((name) => databaseUrl(server, name));
  for (const DATABASE_URL of urls) {
    const { code, output } = await run(process.execPath, [join(root, "scripts", "rebuild-rollups.mjs")], {
      quiet: true,
      environment: { DATABASE_URL },
    });
    console.log(output.trim().split("\n").slice(-20).join("\n"));
    if (code !== 0) failed += 1;
  }
  return counted("roll-ups", 0, { passed: urls.length - failed, failed });
}

async function browser(options) {
  console.log("\nProduction build");
  await build();
  const { browsers, ...tools } = await loadTools("test", { browsers: "e2e/browser.ts" });
  const found = await browsers.findBrowser((message) => console.log(message));
  const firefox = await browsers.findFirefox((message) => console.log(message));
  console.log(`Browser tests, with ${[found.path, firefox].filter(Boolean).join(" and ")}`);
  const server = await openThrowaway(tools, "e2e");
  const prefix = `lectern_e2e_${randomBytes(4).toString("hex")}`;
  const password = randomBytes(9).toString("base64url");
  const role = { name: `${prefix}_app`, password: randomBytes(16).toString("hex") };
  try {
    const templates = await prepare(tools, server.url, prefix, { password, role });
    const { code } = await runPackage(
      "@playwright/test/cli.js",
      // Firefox waits for all of Chromium's tests; some that are asked for wait for no others.
      ["test", "--config", "e2e/playwright.config.ts", ...options, ...(options.length ? ["--no-deps"] : [])],
      {
        environment: {
          ...found.environment,
          CHROMIUM_PATH: found.path,
          FIREFOX_PATH: firefox ?? "",
          LECTERN_E2E: JSON.stringify({ server: server.url, role, templates, password }),
        },
      },
    );
    return [
      counted("browser", code, browserResult()),
      await checkRollups(tools, server.url, templates),
      ...(firefox && process.env.TRACKER_IN_FIREFOX ? [await inFirefox(firefox)] : []),
    ];
  } finally {
    await server.stop(await named(server.url, prefix), [role.name]);
  }
}

async function test() {
  const [part, ...options] = process.argv.slice(2);
  if (part && part !== "unit" && part !== "e2e")
    throw new Error("npm test runs all of it; npm test -- unit and npm test -- e2e run one part.");
  install();
  mkdirSync("test-results", { recursive: true });
  for (const path of Object.values(reports)) rmSync(path, { force: true });

  const results = [];
  if (part !== "e2e") results.push(await unit(options));
  if (part !== "unit") results.push(...(await browser(options)));

  console.log("");
  for (const { name, passed, failed, skipped } of results)
    console.log(`${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  for (const test of results.flatMap(({ unstable }) => unstable)) console.log(`UNSTABLE ${test}`);
  for (const test of results.flatMap(({ failures }) => failures)) console.log(`FAILED ${test}`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  if (sum("failed")) process.exitCode = 1;
}

test().catch(fail);
