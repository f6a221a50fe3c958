import pino from "pino";
import { processSingleton } from "./process";

const textMax = 1000;
const lineMax = 8000;

/** A value for a log line, cut to the length that `line.left` allows. */
function bounded(value: unknown, line: { left: number }): unknown {
  if (line.left <= 0) return "…";
  line.left -= 10;
  if (typeof value === "string") {
    const text = value.slice(0, Math.min(textMax, line.left));
    line.left -= text.length;
    return text.length < value.length ? `${text}… (${value.length} characters)` : text;
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) {
    const entries: unknown[] = [];
    for (const entry of value) {
      if (line.left <= 0) break;
      entries.push(bounded(entry, line));
    }
    return entries;
  }
  const fields: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (line.left <= 0) break;
    const name = key.slice(0, 100);
    line.left -= name.length;
    fields[name] = bounded(entry, line);
  }
  return fields;
}

/** The fields of a log line, bounded in one place, so that no caller can make the line long. */
export const boundedFields = (fields: object) =>
  bounded(fields, { left: lineMax }) as Record<string, unknown>;

/** One JSON line per event, without addresses, bodies, tokens or full user agents. */
export const log = processSingleton("log", () =>
  pino({
    formatters: { log: boundedFields },
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
