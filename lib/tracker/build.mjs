import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The scripts, and what a page that embeds one pays at most (spec: videos). */
const scripts = [
  { name: "tracker", classic: "classic", module: "module", gzippedBytesMax: 4096 },
  { name: "live", classic: "live-classic", module: "live-module", gzippedBytesMax: 3072 },
];
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Builds the scripts into `directory` (default: public/), each as `<name>.js`, a classic script, and `<name>.mjs`.
 * Returns the classic tracker's size gzipped; throws when one is too large.
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
  const sizes = {};
  for (const { name, classic, module, gzippedBytesMax } of scripts) {
    const outputs = [
      [classic, "iife", "js"],
      [module, "esm", "mjs"],
    ];
    for (const [entry, format, ending] of outputs)
      await build({
        ...options,
        entryPoints: [`lib/tracker/${entry}.ts`],
        format,
        outfile: `${directory}/${name}.${ending}`,
      });
    sizes[name] = gzipSync(await readFile(`${directory}/${name}.js`), { level: 9 }).byteLength;
    if (sizes[name] > gzippedBytesMax)
      throw new Error(
        `${name}.js is ${sizes[name]} bytes gzipped; ${gzippedBytesMax} is the most a page should pay for it`,
      );
  }
  return { gzipped: sizes.tracker, sizes };
}
