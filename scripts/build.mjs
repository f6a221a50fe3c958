// Builds the tracker, the app and the server for production. Skipped when no source has changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { install, root } from "./install.mjs";
import { runPackage } from "./run.mjs";

const require = createRequire(import.meta.url);

/** Everything that the build reads. */
const sources = [
  "app",
  "components",
  "lib",
  "drizzle/seed",
  "public",
  "server.ts",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "scripts/build.mjs",
];
const outputs = [
  ".next/BUILD_ID",
  "dist/server.mjs",
  "dist/file-worker.mjs",
  "dist/demo-worker.mjs",
  "public/lectern.json",
];
/** The page scripts, also under their names with a hash. */
const pageScript = /^public\/(lectern|tracker|live)[\w-]*\.(m?js|json)$/;
const stampFile = "dist/build-stamp";

function stampOfSources() {
  const hash = createHash("sha256").update(process.version);
  const add = (path) => {
    if (pageScript.test(path) || /\.test\.tsx?$/.test(path)) return;
    hash.update(`\0${path}\0`).update(readFileSync(path));
  };
  for (const source of sources) {
    if (!existsSync(source)) continue;
    if (/\.\w+$/.test(source)) add(source);
    else
      for (const file of readdirSync(source, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
        .sort())
        add(file.split(sep).join("/"));
  }
  return hash.digest("hex");
}

/** Next has no export map, so Node finds its modules only with their extension. */
const nextFiles = {
  name: "next-files",
  setup(build) {
    build.onResolve({ filter: /^next\/[\w/-]+$/ }, ({ path }) => ({ path: `${path}.js`, external: true }));
  },
};

/** Messages come parsed (lib/platform/catalogues.ts), as in Next's bundles (next.config.mjs). */
const parsedMessages = {
  name: "parsed-messages",
  setup(build) {
    const bundled = { external: false, namespace: "file" };
    build.onResolve({ filter: /^use-intl\/core$/ }, () => ({
      path: require.resolve("use-intl/core"),
      ...bundled,
    }));
    build.onResolve({ filter: /^use-intl\/format-message$/ }, () => ({
      path: require.resolve("use-intl/format-message/format-only"),
      ...bundled,
    }));
  },
};

/** Bundles TypeScript entries for Node, `{name: path}`, into a folder as `<name>.mjs`; they share their common parts. */
export async function bundle(entryPoints, outdir) {
  const { build } = await import("esbuild");
  await build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    // Packages are loaded from node_modules, which has their native parts.
    packages: "external",
    // The marker throws outside React's server graph; these bundles are the server.
    alias: { "server-only": join(root, "lib/platform/server-only.stub.ts") },
    plugins: [nextFiles, parsedMessages],
    jsx: "automatic",
    sourcemap: "linked",
    logLevel: "warning",
  });
}

/** What the server runs in processes of their own (lib/flows/imports/file-worker.ts, lib/flows/demo/load.ts). */
export const bundleWorkers = () =>
  bundle(
    {
      "file-worker": "lib/flows/imports/file-worker.ts",
      "demo-worker": "drizzle/seed/demo-worker.ts",
    },
    "dist",
  );

/**
 * Bundles TypeScript modules and imports them: `load("migrate", { migrate: "lib/db/migrate.ts" })` returns `{ migrate: <module> }`.
 * Each script has its own folder, so that two can run at once.
 */
export async function load(script, modules) {
  const outdir = join("dist", script);
  await bundle(modules, outdir);
  const loaded = Object.keys(modules).map(async (name) => [
    name,
    await import(pathToFileURL(join(root, outdir, `${name}.mjs`)).href),
  ]);
  return Object.fromEntries(await Promise.all(loaded));
}

/** Builds when a source has changed since the last build; throws when that fails. Returns whether it built. */
export async function build() {
  const stamp = stampOfSources();
  const last = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : null;
  if (last === stamp && outputs.every((path) => existsSync(path))) return false;
  console.log("Building (the first time takes half a minute) …");
  const began = performance.now();
  rmSync(stampFile, { force: true });
  const { buildTracker } = await import(pathToFileURL(join(root, "lib/tracker/build.mjs")).href);
  await buildTracker();
  const { code, output } = await runPackage("next/dist/bin/next", ["build"], {
    quiet: true,
    environment: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
  await bundle({ server: "server.ts" }, "dist");
  await bundleWorkers();
  mkdirSync("dist", { recursive: true });
  writeFileSync(stampFile, stamp);
  console.log(`Built in ${Math.round((performance.now() - began) / 1000)} s.`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  if (!(await build())) console.log("Nothing has changed since the last build.");
}
