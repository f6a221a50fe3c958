// npm run build:package: builds the npm package @lectern/tracker into dist/package. It is not published.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { install, root } from "./install.mjs";
import { runPackage } from "./run.mjs";

/** The modules of the package by their names in it, with their sources. */
const modules = {
  ".": "lib/tracker/tracker.ts",
  "./live": "lib/tracker/live.ts",
  "./react": "lib/tracker/react.ts",
  "./element": "lib/tracker/element.ts",
  "./learning": "lib/tracker/learning.ts",
};
const built = (source, extension) => source.replace(/^lib\/tracker\/(.*)\.ts$/, `./$1.${extension}`);

/** Bundles the parts that the scripts load where they are used: beside the script is no place in a bundle of somebody else's. */
const withParts = (parts) => ({
  name: "parts",
  setup(build) {
    const loaders = parts.map(
      ({ name, entry }) => `"${name.replace("lectern-", "")}": () => import("./${entry.split("/").pop()}")`,
    );
    build.onLoad({ filter: /tracker.parts\.ts$/ }, ({ path }) => ({
      resolveDir: dirname(path),
      contents: `const parts = { ${loaders} };
        export const load = (_, name, ...given) => parts[name]().then((part) => part.default(...given));`,
    }));
  },
});

/** Builds the package into `directory`, which must not hold anything else; throws when that fails. */
export async function buildPackage(directory) {
  rmSync(directory, { recursive: true, force: true });
  const { build } = await import("esbuild");
  const { parts } = await import("../lib/tracker/build.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: Object.values(modules),
    outdir: directory,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    external: ["react"],
    plugins: [withParts(parts)],
    // In a bundle of the page's own, the server is the page's unless the page names another.
    define: { CLASSIC: "false", "import.meta.url": "location.href" },
    logLevel: "warning",
  });
  const { code, output } = await runPackage(
    "typescript/bin/tsc",
    [
      ...["--ignoreConfig", "--declaration", "--emitDeclarationOnly", "--skipLibCheck", "--strict"],
      ...["--rootDir", "lib/tracker", "--outDir", directory],
      ...["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"],
      ...["--lib", "es2024,dom,dom.iterable", "--types", "react"],
      ...Object.values(modules),
    ],
    { quiet: true },
  );
  if (code !== 0) throw new Error(`The types could not be built:\n${output}`);
  // Node's resolution wants the extension.
  for (const name of readdirSync(directory).filter((file) => file.endsWith(".d.ts"))) {
    const path = join(directory, name);
    writeFileSync(path, readFileSync(path, "utf8").replace(/(["'])(\.\/[\w-]+)\1/g, "$1$2.js$1"));
  }
  const { version, license = "UNLICENSED" } = JSON.parse(readFileSync("package.json", "utf8"));
  const exported = Object.entries(modules).map(([name, source]) => [
    name,
    { types: built(source, "d.ts"), default: built(source, "js") },
  ]);
  const manifest = {
    name: "@lectern/tracker",
    version,
    description:
      "Measures videos and live sessions for Lectern: which seconds were watched, and who was there.",
    license,
    type: "module",
    sideEffects: [built(modules["./element"], "js")],
    exports: { ...Object.fromEntries(exported), "./package.json": "./package.json" },
    peerDependencies: { react: ">=18" },
    peerDependenciesMeta: { react: { optional: true } },
  };
  writeFileSync(join(directory, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync("lib/tracker/package.md", join(directory, "README.md"));
  if (existsSync("LICENSE")) copyFileSync("LICENSE", join(directory, "LICENSE"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  install();
  await buildPackage(join(root, "dist/package"));
  console.log("Built dist/package. Install it elsewhere with npm install and the path of that folder.");
}
