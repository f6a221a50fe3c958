import "server-only";
import { bus } from "@/lib/db/bus/bus";
import { assertReady } from "@/lib/db/client";
import { rowsWaitingMax } from "@/lib/platform/commit-queue";
import { fullestDisk } from "@/lib/platform/disk";
import { waitingNow } from "./measurements";

/** How long one check may take, in milliseconds: a probe waits for the answer. */
const patienceMs = 4_000;

/** The parts that requests need; without the disk's share they are still answered. */
export const checked = ["database", "bus", "ingest", "disk"] as const;
const needed = { database: true, bus: true, ingest: true, disk: false } as const;

/** `low`: it works and soon will not. `unknown`: it does not say. */
export const checkStates = ["ok", "low", "failed", "unknown"] as const;
type Check = {
  name: (typeof checked)[number];
  state: (typeof checkStates)[number];
  /** How long the check took, in milliseconds. */
  ms: number;
};

type Checks = Record<(typeof checked)[number], () => Promise<Check["state"]>>;

const checks: Checks = {
  database: () => assertReady().then(() => "ok"),
  bus: () =>
    bus()
      .assertReady()
      .then(() => "ok"),
  ingest: async () => (waitingNow() >= rowsWaitingMax ? "failed" : "ok"),
  async disk() {
    const disk = await fullestDisk();
    if (!disk) return "unknown";
    return disk.is_low ? "low" : "ok";
  },
};

/** Looks at each part at once; one that throws or does not answer in time has failed. */
export async function readiness(
  of: Checks = checks,
  patience = patienceMs,
): Promise<{ ready: boolean; checks: Check[] }> {
  const all = await Promise.all(
    checked.map(async (name): Promise<Check> => {
      const began = performance.now();
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<"failed">((resolve) => {
        timer = setTimeout(() => resolve("failed"), patience);
      });
      const state = await Promise.race([of[name]().catch(() => "failed" as const), timeout]);
      clearTimeout(timer);
      return { name, state, ms: Math.round((performance.now() - began) * 10) / 10 };
    }),
  );
  return { ready: all.every(({ name, state }) => state !== "failed" || !needed[name]), checks: all };
}
