import "server-only";
import { fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { WorkCancelled } from "@/lib/platform/work";
import { removeDemo } from "./remove";

/** What the process gets that fills the school (drizzle/seed/demo-worker.ts). */
export type Given = { password_hash: string; seed: string; now: string; scale: number };
export type Part = { done: number; total: number } | { failed: string };

export const workerFile = "demo-worker.mjs";

/** How often it is asked whether somebody has cancelled, in milliseconds. */
const intervalMs = 500;

/**
 * Fills the demo school in a process of its own, which takes little from those who use the server. Another attempt with the same
 * seed continues; when somebody cancels, what was made is removed.
 */
export async function loadDemo(
  given: Given,
  { progress, cancelled }: { progress: (done: number, total: number) => void; cancelled: () => boolean },
): Promise<void> {
  const worker = fork(join("dist", workerFile), [], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  if (worker.pid !== undefined) setPriority(worker.pid, constants.priority.PRIORITY_LOW);
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  let timer: NodeJS.Timeout | undefined;
  let last = { done: 0, total: 0 };
  try {
    await new Promise<void>((resolve, reject) => {
      const tell = () => {
        try {
          progress(last.done, last.total);
        } catch (error) {
          reject(error);
        }
      };
      timer = setInterval(() => cancelled() && tell(), intervalMs);
      worker.on("message", (part: Part) => {
        if ("failed" in part) return reject(new Error(part.failed));
        last = part;
        tell();
      });
      worker.once("error", reject);
      worker.once("exit", (code, signal) =>
        code === 0
          ? resolve()
          : reject(new Error(`the process that fills the demo ended with ${signal ?? code}`)),
      );
      worker.send(given);
    });
  } catch (error) {
    worker.kill("SIGKILL");
    await ended;
    if (error instanceof WorkCancelled) await removeDemo(() => {});
    throw error;
  } finally {
    clearInterval(timer);
  }
}
