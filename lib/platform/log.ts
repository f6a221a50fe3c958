import pino from "pino";
import { once } from "./process";

/** One JSON line per thing that happened. Never holds an address, a body, a token or a full user agent. */
export const log = once("log", () =>
  pino({
    level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "silent" : "info"),
    base: undefined,
  }),
);
