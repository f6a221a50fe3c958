import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lockSpaces, processLocks } from "./advisory-locks";

test("no two locks have the same number, and all numbers are in one place", () => {
  const numbers = [...Object.values(lockSpaces), ...Object.values(processLocks)];
  expect(new Set(numbers).size).toBe(numbers.length);
  const elsewhere = ["lib", "app", "e2e", "drizzle/seed"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => /advisory\w*lock\(\d/.test(readFileSync(`${folder}/${file}`, "utf8"))),
  );
  expect(elsewhere).toEqual([]);
});
