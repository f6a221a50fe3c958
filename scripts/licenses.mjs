// npm run licenses: lists the packages that Lectern needs at run time, by licence. Exits with 1 when one is not permissive.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { root } from "./install.mjs";

/** https://spdx.org/licenses */
const permissive = new Set([
  ...[
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unlicense",
  ],
  // A typeface and a table of browsers: their licences require attribution.
  ...["OFL-1.1", "CC-BY-4.0"],
]);
/** Used only to build the style sheet; not part of the running program. */
const buildsOnly = /^lightningcss(-|$)/;

const allowed = (licence) =>
  licence
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((option) => option.split(" AND ").every((id) => permissive.has(id)));

/** The packages of a lock that are installed without the development ones: `{name, version, licence, refused}`, by name. */
export const installedPackages = ({ packages }) =>
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== "" && !dev)
    .map(([path, { version, license = "unknown" }]) => {
      const name = path.replace(/^.*node_modules\//, "");
      return { name, version, licence: license, refused: !allowed(license) && !buildsOnly.test(name) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const all = installedPackages(JSON.parse(readFileSync(`${root}/package-lock.json`, "utf8")));
  for (const { name, version, licence } of all) console.log(`${licence.padEnd(16)} ${name} ${version}`);
  const refused = all.filter((entry) => entry.refused);
  for (const { name, licence } of refused) console.error(`${name} is ${licence}, which is not permissive.`);
  if (refused.length) process.exitCode = 1;
}
