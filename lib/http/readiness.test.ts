import { describe, expect, it } from "vitest";
import { readiness } from "./readiness";

const ok = async () => "ok" as const;
const all = { database: ok, bus: ok, ingest: ok, disk: ok };
const states = async (checks: Parameters<typeof readiness>[0]) => {
  const answer = await readiness(checks, 40);
  for (const { ms } of answer.checks) expect(ms).toBeGreaterThanOrEqual(0);
  return [answer.ready, ...answer.checks.map(({ name, state }) => `${name} ${state}`)];
};

describe("a server's readiness", () => {
  it("is that of every part, each with its own state", async () => {
    expect(await states(all)).toEqual([true, "database ok", "bus ok", "ingest ok", "disk ok"]);
    const away = async () => {
      throw new Error("away");
    };
    expect(await states({ ...all, bus: away })).toEqual([
      ...[false, "database ok", "bus failed", "ingest ok", "disk ok"],
    ]);
  });

  it("waits for no part longer than its patience", async () => {
    const never = () => new Promise<"ok">(() => {});
    expect(await states({ ...all, database: never })).toEqual([
      ...[false, "database failed", "bus ok", "ingest ok", "disk ok"],
    ]);
  });

  it("is not lost with a disk that is nearly full, or that nobody can read", async () => {
    expect(await states({ ...all, disk: async () => "low" })).toContain("disk low");
    expect((await states({ ...all, disk: async () => "low" }))[0]).toBe(true);
    expect((await states({ ...all, disk: async () => "unknown" }))[0]).toBe(true);
    expect((await states({ ...all, ingest: async () => "failed" }))[0]).toBe(false);
  });
});
