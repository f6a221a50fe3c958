import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** A classic script, which starts by itself. */
const classic = {
  format: "iife",
  extension: "js",
  define: { CLASSIC: "true", "import.meta.url": "undefined" },
};
/** A module, which starts when it is called. */
const module = { format: "esm", extension: "mjs", define: { CLASSIC: "false" } };
/**
 * The scripts, their largest gzipped sizes, and other names under which they are served. The main names contain none of the words
 * that ad blockers look for, such as "track".
 */
const scripts = [
  {
    name: "lectern",
    entry: "lib/tracker/tracker.ts",
    formats: [classic, module],
    gzippedBytesMax: 4608,
    alias: "tracker",
  },
  { name: "live", entry: "lib/tracker/live.ts", formats: [classic, module], gzippedBytesMax: 3072 },
  { name: "lectern-video", entry: "lib/tracker/element.ts", formats: [module], gzippedBytesMax: 5632 },
];
/** The parts that the scripts load where they are used (`parts.ts`): modules beside them. */
export const parts = [
  { name: "lectern-token", entry: "lib/tracker/token.ts", gzippedBytesMax: 1024 },
  { name: "lectern-cloudflare", entry: "lib/tracker/cloudflare.ts", gzippedBytesMax: 1280 },
  { name: "lectern-auto", entry: "lib/tracker/auto.ts", gzippedBytesMax: 2560 },
  { name: "lectern-youtube", entry: "lib/tracker/youtube.ts", gzippedBytesMax: 1280 },
  { name: "lectern-vimeo", entry: "lib/tracker/vimeo.ts", gzippedBytesMax: 1280 },
];
/** Names that only a script's own modules use, which the build shortens; none that the browser, the requests, the API or a part use. */
const internalNames =
  /^(naming|part|isFramed|lastSeen|attachPending|setting|endpoint|on|dispatch|ending|waiting|wake|leave|send|close|recorder|sync|resume|count|covered|speed|take|jump|flush|prepare|complete|account|attach|detach|media|giveUp|beacon|cancel|later|play|dropped)$/;
/** Next's own copy. It names variables in the order of each function, which compresses better than esbuild's names. */
const { minify } = createRequire(import.meta.url)("next/dist/compiled/terser");
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Builds the scripts into `directory`, each as `.js` and `.mjs`, under its own name and under one with the hash of its content;
 * `lectern.json` lists the latter with their integrity. Returns the sizes gzipped, and throws when one is too large.
 */
export async function buildTracker(directory = `${root}public`) {
  await mkdir(directory, { recursive: true });
  for (const file of await readdir(directory))
    if (/-[0-9a-f]{12}\.m?js$/.test(file)) await rm(`${directory}/${file}`);
  const options = {
    absWorkingDir: root,
    alias: { "@": root },
    bundle: true,
    minify: true,
    write: false,
    // No "use strict" in front of the classic script.
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    charset: "utf8",
    legalComments: "none",
    // Browsers of the last four years or so.
    target: ["chrome100", "firefox100", "safari15.4"],
    logLevel: "warning",
  };
  const sizes = {};
  const pinned = {};
  const files = [
    ...scripts.flatMap(({ formats, ...script }) =>
      formats.map((format) => ({ ...script, ...format, mangleProps: internalNames })),
    ),
    ...parts.map((part) => ({ ...part, format: "esm", extension: "mjs" })),
  ];
  for (const { name, entry, gzippedBytesMax, alias, extension, ...given } of files) {
    const { outputFiles } = await build({ ...options, ...given, entryPoints: [entry] });
    const { code } = await minify(outputFiles[0].text, {
      module: given.format === "esm",
      ecma: 2020,
      // Two that are unsafe only where a function is called with `new`.
      compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true },
      format: { wrap_func_args: false },
    });
    const write = (as) => writeFile(`${directory}/${as}.${extension}`, code);
    await write(name);
    if (alias) await write(alias);
    const hash = createHash("sha384").update(code);
    const integrity = `sha384-${hash.copy().digest("base64")}`;
    const withHash = `${name}-${hash.digest("hex").slice(0, 12)}`;
    await write(withHash);
    pinned[`${name}.${extension}`] = { path: `/${withHash}.${extension}`, integrity };
    sizes[name] = Math.max(sizes[name] ?? 0, gzipSync(code, { level: 9 }).byteLength);
    if (sizes[name] > gzippedBytesMax)
      throw new Error(
        `${name}.${extension} is ${sizes[name]} bytes gzipped; ${gzippedBytesMax} is the most a page should pay for it`,
      );
  }
  await writeFile(`${directory}/lectern.json`, `${JSON.stringify(pinned, null, 2)}\n`);
  return sizes;
}
