import type { Instrumentation } from "next";

/** A failed page shows Next's digest as its request id; the log line has the same digest. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // Next compiles this for the edge too, where pino does not run.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { describeError, log } = await import("@/lib/platform/log");
  const { noteFailure } = await import("@/lib/http/failed-pages");
  noteFailure(String(request.headers["x-request-id"]), error);
  const digest = typeof error === "object" && error !== null && "digest" in error ? error.digest : undefined;
  log.error(
    { error: describeError(error), digest, method: request.method, route: context.routePath },
    "a page failed",
  );
};
