import { readdirSync, readFileSync, statSync } from "node:fs";
import next from "next";
import { largerBodyOf } from "@/app/api/larger-bodies";
import type { LiveAudience } from "@/drizzle/seed/live-audience";
import { sealEntries } from "@/lib/auth/audit-chain";
import { setupCode, setupNeeded } from "@/lib/auth/setup";
import { bus, closeBus, deleteOldEvents } from "@/lib/db/bus/bus";
import { closeDatabase } from "@/lib/db/client";
import { makePartitions } from "@/lib/domain/learning/ingest/partitions";
import { deleteExpiredExports } from "@/lib/domain/privacy/mutations";
import { drainIngest, ingestServer } from "@/lib/flows/ingest/transports";
import { startAddressJob } from "@/lib/flows/jobs/addresses";
import { startAlertJob } from "@/lib/flows/jobs/alerts";
import { startDeliveredMinutesJob } from "@/lib/flows/jobs/delivered-minutes";
import { startDigestJob } from "@/lib/flows/jobs/digests";
import { startGamificationJob } from "@/lib/flows/jobs/gamification";
import { type Job, startJob } from "@/lib/flows/jobs/job";
import { startProgressJob } from "@/lib/flows/jobs/progress";
import { startRetentionJob } from "@/lib/flows/jobs/retention";
import { startSessionJob } from "@/lib/flows/jobs/sessions";
import { startSystemJob, storeMinutes } from "@/lib/flows/jobs/system";
import { startBackgroundWork } from "@/lib/flows/jobs/work";
import { closeRealtime } from "@/lib/flows/realtime/live";
import { frontServer } from "@/lib/http/front";
import { keepPageScripts } from "@/lib/http/page-scripts";
import { routePatterns } from "@/lib/http/route-patterns";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";
import { startTracing, stopTracing } from "@/lib/platform/tracing";

/** How long running requests may take after a signal, in milliseconds; then their connections are closed. */
const patience = 8_000;
const hourMs = 3_600_000;

function settings() {
  try {
    return env();
  } catch (error) {
    process.stderr.write(`Lectern cannot start.\n${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

const { HOST, PORT } = settings();
const app = next({ dev: false, hostname: HOST, port: PORT, dir: process.cwd() });

/** Files that Next serves as they are, with their sizes. */
const files = new Map(readdirSync("public").map((name) => [`/${name}`, statSync(`public/${name}`).size]));
files.set("/icon.svg", 0);

/** The routes of this build: those of the API and the pages. */
const { staticRoutes, dynamicRoutes } = JSON.parse(readFileSync(".next/routes-manifest.json", "utf8")) as {
  [list in "staticRoutes" | "dynamicRoutes"]: { page: string }[];
};

const server = frontServer({
  tracking: ingestServer(),
  next: app.getRequestHandler(),
  routeOf: routePatterns([...staticRoutes, ...dynamicRoutes].map(({ page }) => page)),
  largerBody: largerBodyOf,
  files,
});

let stopping = false;
let jobs: (Job | null)[] = [];
/** In the demo: the simulated audience of its live session. */
let audience: LiveAudience | null = null;

/** Refuses new requests, answers the running ones, commits the queue, and ends the process. */
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, "stopping");
  // The process ends even if something hangs.
  setTimeout(() => process.exit(1), patience + 7_000).unref();
  await audience?.stop();
  const cut = setTimeout(() => server.closeAllConnections(), patience);
  // A connection would stay open for the next request.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const closing = new Promise<void>((closed) => server.close(() => closed()));
  // Streams would keep the server open; their browsers reconnect.
  await closeRealtime();
  await closing;
  clearTimeout(cut);
  clearInterval(idle);
  // They write through the ingest's queues.
  await Promise.all(jobs.map((job) => job?.stop()));
  await drainIngest();
  await storeMinutes("all");
  await stopTracing();
  await closeBus();
  await app.close();
  await closeDatabase();
  process.exit(0);
}

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
  process.on(signal, () => {
    stop(signal).catch((error: unknown) => {
      log.error({ error: describeError(error) }, "stopping failed");
      process.exit(1);
    });
  });
// The launcher has ended.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));

await startTracing();
await app.prepare();
server.once("error", (error: NodeJS.ErrnoException) => {
  const message =
    error.code === "EADDRINUSE"
      ? `Port ${PORT} on ${HOST} is used by another program: stop it, or set another PORT.`
      : error.message;
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
server.listen(PORT, HOST, () => {
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : PORT;
  process.send?.({ listening: { host: HOST, port } });
  log.info({ host: HOST, port }, "listening");
  if (!stopping)
    jobs = [
      startSessionJob(),
      startAddressJob(),
      startDeliveredMinutesJob(),
      startProgressJob(),
      startGamificationJob(),
      startBackgroundWork(),
      startSystemJob(),
      startAlertJob(),
      startRetentionJob(),
      startDigestJob(),
      startJob("learning", "partitions of learning events could not be made", hourMs, async (now) => {
        await makePartitions(now);
        return false;
      }),
      startJob("bus", "old events could not be deleted", 60_000, deleteOldEvents),
      startJob("audit_chain", "entries of the audit log could not be sealed", 5_000, sealEntries),
      startJob("data_exports", "expired files of people's data could not be deleted", hourMs, async (now) => {
        await deleteExpiredExports(now);
        return false;
      }),
      startJob("bus_outbox", "events of transactions could not be published", 1_000, () => bus().forward()),
    ];
  printSetupCode().catch((error: unknown) =>
    log.error({ error: describeError(error) }, "the database does not answer"),
  );
  keepScripts();
  startAudience(port).catch((error: unknown) =>
    log.error({ error: describeError(error) }, "the demo's audience could not be started"),
  );
});

/** In the demo a session is always live; its simulated audience sends requests as players do. */
async function startAudience(port: number): Promise<void> {
  if (!env().LECTERN_DEMO || !env().LECTERN_DEMO_LIVE) return;
  const { startLiveAudience } = await import("@/drizzle/seed/live-audience");
  const host = HOST.includes(":") ? `[${HOST}]` : HOST;
  if (!stopping) audience = startLiveAudience(`http://${host}:${port}`);
}

/** Stores the page scripts of this version, as soon as the database answers. */
function keepScripts(): void {
  keepPageScripts().catch((error: unknown) => {
    log.error(
      { error: describeError(error) },
      "the page scripts could not be stored; trying again in a minute",
    );
    setTimeout(keepScripts, 60_000).unref();
  });
}

/** While nobody has an account, the code for the first one is printed here. */
async function printSetupCode(): Promise<void> {
  if (!(await setupNeeded())) return;
  process.stdout.write(
    `There is no account yet: open the address and create the first one with the code ${setupCode()}\n`,
  );
}
