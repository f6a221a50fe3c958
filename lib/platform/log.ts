import pino from "pino";
import { once } from "./process";

/** One JSON line per thing that happened. Never holds an address, a body, a token or a full user agent. */
export const log = once("log", () =>
  pino({
    level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "silent" : "info"),
    base: undefined,
  }),
);

/**
 * An error as a log line may hold it: its kind, message and stack, and the cause's. A query error's message lists the query's
 * parameters (people's addresses, hashes), so its cause speaks for it.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const cause = error.cause instanceof Error ? describeError(error.cause) : undefined;
  const ownWords = !("query" in error && "params" in error);
  return {
    type: error.name,
    message: ownWords ? error.message : "a query failed",
    code: "code" in error ? error.code : undefined,
    stack: error.stack?.split("\n").filter((line) => line.startsWith("    at ")),
    cause,
  };
}
