import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { exampleNoun } from "./testing/example-noun";
import { isTest, readCode } from "./testing/source-code";

/* The README's "Adding a noun" compiles, and stays small; lib/architecture.test.ts checks it by the rules. */

// TypeScript leaves a folder with a dot out of the project's own check.
const folder = "test-results/.noun";

test("a noun is at most thirteen files beside its tests and its words", () => {
  const { created, changed } = exampleNoun();
  const files = [...Object.keys(created), ...Object.keys(changed)].filter(
    (path) => !isTest(path) && !path.startsWith("lib/language/messages/"),
  );
  expect(files.length).toBeGreaterThan(8);
  expect(files.length).toBeLessThanOrEqual(13);
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
  // A real file would import the real neighbour that the example changes.
  const { importersOf } = readCode();
  const neighbours = Object.keys(changed)
    .flatMap((path) => (importersOf.get(path) ?? []).filter((other) => dirname(other) === dirname(path)))
    .map((path) => [path, readFileSync(path, "utf8")] as const);
  const files = {
    ...Object.fromEntries(neighbours),
    ...created,
    ...changed,
    "tsconfig.json": JSON.stringify(config),
  };
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
