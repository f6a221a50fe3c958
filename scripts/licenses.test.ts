import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { installedPackages } from "./licenses.mjs";

const refusedOf = (packages: Record<string, object>) =>
  installedPackages({ packages })
    .filter(({ refused }) => refused)
    .map(({ name }) => name);

test("a copyleft or unnamed licence is refused, but not that of a development package", () => {
  expect(
    refusedOf({
      "": { license: "AGPL-3.0-only" },
      "node_modules/good": { license: "MIT" },
      "node_modules/either": { license: "(GPL-2.0-only OR MIT)" },
      "node_modules/both": { license: "MIT AND LGPL-3.0-or-later" },
      "node_modules/good/node_modules/inner": { license: "MPL-2.0" },
      "node_modules/silent": {},
      "node_modules/tool": { license: "GPL-3.0-only", dev: true },
    }),
  ).toEqual(["both", "inner", "silent"]);
});

test("nothing that Lectern needs to run is copyleft, and nothing runs a script when it is installed", () => {
  expect(refusedOf(JSON.parse(readFileSync("package-lock.json", "utf8")).packages)).toEqual([]);
  expect(readFileSync(".npmrc", "utf8")).toContain("ignore-scripts=true");
});
