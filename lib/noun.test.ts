import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { exampleNoun } from "./testing/example-noun";
import { isTest } from "./testing/source-code";

/* The README's "Adding a noun" compiles, and stays small; lib/architecture.test.ts checks it by the rules. */

// TypeScript leaves a folder with a dot out of the project's own check.
const folder = "test-results/.noun";

test("a noun is at most twelve files beside its tests", () => {
  const { created, changed } = exampleNoun();
  const files = [...Object.keys(created), ...Object.keys(changed)].filter((path) => !isTest(path));
  expect(files.length).toBeGreaterThan(8);
  expect(files.length).toBeLessThanOrEqual(12);
  expect(Object.keys(created).some(isTest)).toBe(true);
});

test("the README's noun compiles against the real code", { timeout: 300_000 }, () => {
  rmSync(folder, { recursive: true, force: true });
  const { created, changed } = exampleNoun();
  const config = {
    extends: "../../tsconfig.json",
    compilerOptions: {
      incremental: false,
      plugins: [],
      // Its files come before the real ones of the same path.
      rootDirs: [".", "../.."],
      paths: { "@/*": ["./*", "../../*"] },
    },
    // The types that the project declares for all files.
    include: [
      "**/*.ts",
      "**/*.tsx",
      "../../next-env.d.ts",
      "../../lib/**/*.d.ts",
      "../../lib/testing/setup.ts",
    ],
    exclude: [],
  };
  const files = { ...created, ...changed, "tsconfig.json": JSON.stringify(config) };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const compiler = "node_modules/typescript/bin/tsc";
  const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", folder, "--noEmit"], {
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
  rmSync(folder, { recursive: true });
});
