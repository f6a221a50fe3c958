// npm run verify: checks style, types and architecture in seconds, without a database.
import { existsSync } from "node:fs";
import { install } from "./install.mjs";
import { runPackage } from "./run.mjs";

install();

// A clean clone lacks the types that Next generates.
if (!existsSync("next-env.d.ts")) await runPackage("next/dist/bin/next", ["typegen"], { quiet: true });

const steps = [
  ["style", "@biomejs/biome/bin/biome", ["check", "."]],
  ["types", "typescript/bin/tsc", ["--noEmit", "-p", "."]],
  [
    "rules",
    "vitest/vitest.mjs",
    ["run", "lib/architecture.test.ts", "lib/readme.test.ts", "scripts/licenses.test.ts"],
  ],
];

const results = await Promise.all(
  steps.map(async ([name, file, args]) => {
    const began = performance.now();
    const { code, output } = await runPackage(file, args, {
      quiet: true,
      environment: { TEST_DATABASE_URL: "none" },
    });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${code === 0 ? "passed" : "FAILED"}  ${name.padEnd(6)} ${seconds} s`);
    if (code !== 0) console.log(output);
    return code === 0;
  }),
);
if (!results.every(Boolean)) process.exitCode = 1;
