import { basename } from "node:path";
import { closeDatabase } from "@/lib/db/client";
import { type Given, type Part, workerFile } from "@/lib/flows/demo/load";
import { seedDemo } from "./seed";

/* The process that fills the demo school of a running installation (lib/flows/demo/load.ts), bundled by scripts/build.mjs. */

async function fill({ now, ...given }: Given, send: (part: Part) => void): Promise<void> {
  await seedDemo({
    ...given,
    now: new Date(now),
    besides: true,
    onVideos: (done, total) => send({ done, total }),
  });
  await closeDatabase();
}

if (process.send && basename(process.argv[1] ?? "") === workerFile) {
  process.on("disconnect", () => process.exit());
  process.once("message", (given: Given) => {
    const send = (part: Part) => process.send?.(part);
    fill(given, send).then(
      () => process.disconnect(),
      (error: unknown) => {
        send({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
        process.exitCode = 1;
        process.disconnect();
      },
    );
  });
}
