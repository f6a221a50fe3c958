import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildTracker } from "./build.mjs";

test("no script is larger than a page should pay for it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "lectern-tracker-"));
  try {
    // It throws when one is, here and not first in the build.
    expect(await buildTracker(directory)).toHaveProperty("lectern");
  } finally {
    await rm(directory, { recursive: true });
  }
}, 60_000);
