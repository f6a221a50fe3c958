import pino from "pino";
import { processSingleton } from "./process";

/** One JSON line per event, without addresses, bodies, tokens or full user agents. */
export const log = processSingleton("log", () =>
  pino({
    level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "silent" : "info"),
    base: undefined,
  }),
);

/**
 * The parts of an error that may be logged: its type, message and stack, and those of its cause. The message of a query error is
 * left out, since it lists the query's parameters (addresses, hashes).
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
