import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What a page that embeds us pays at most (spec: videos). */
const gzippedBytesMax = 4096;
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Builds the tracker into `directory` (default: public/): `tracker.js`, a classic script, and `tracker.mjs`.
 * Returns the classic script's size gzipped; throws when it is too large.
 */
export async function buildTracker(directory = `${root}public`) {
  await mkdir(directory, { recursive: true });
  const options = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    // Browsers of the last four years or so.
    target: ["chrome100", "firefox100", "safari15.4"],
    logLevel: "warning",
  };
  await build({
    ...options,
    entryPoints: ["lib/tracker/classic.ts"],
    format: "iife",
    outfile: `${directory}/tracker.js`,
  });
  await build({
    ...options,
    entryPoints: ["lib/tracker/module.ts"],
    format: "esm",
    outfile: `${directory}/tracker.mjs`,
  });
  const gzipped = gzipSync(await readFile(`${directory}/tracker.js`), { level: 9 }).byteLength;
  if (gzipped > gzippedBytesMax)
    throw new Error(
      `tracker.js is ${gzipped} bytes gzipped; ${gzippedBytesMax} is the most a page should pay for it`,
    );
  return { gzipped };
}
