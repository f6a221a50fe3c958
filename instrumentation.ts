import type { Instrumentation } from "next";

/** A page that failed shows only Next's digest as its request id: the log line that explains it bears the same. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // Also compiled for the edge, where there is no log.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { describeError, log } = await import("@/lib/platform/log");
  const digest = typeof error === "object" && error !== null && "digest" in error ? error.digest : undefined;
  log.error(
    { error: describeError(error), digest, method: request.method, route: context.routePath },
    "a page failed",
  );
};
