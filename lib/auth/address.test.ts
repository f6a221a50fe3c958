import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetSingleton } from "@/lib/platform/process";
import { clientAddress, fromOwnOrigin } from "./address";

const kept = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    LECTERN_SECRET: "9f1c0a7be3d25846f0b1d4c86a97e352",
  });
  forgetSingleton("env");
});
afterEach(() => {
  process.env = { ...kept };
  forgetSingleton("env");
});

describe("the caller's address", () => {
  // The last entry is the socket's own, written by us.
  const headers = new Headers({ "x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.2, 10.0.0.1" });
  it.each([
    [0, "10.0.0.1"],
    [1, "10.0.0.2"],
    [2, "203.0.113.9"],
    // More proxies than there are entries: the leftmost is all that is known.
    [9, "6.6.6.6"],
  ])("behind %i proxies of ours is %s", (proxies, address) => {
    expect(clientAddress(headers, proxies)).toBe(address);
  });
  it("is unknown when it is missing", () => expect(clientAddress(new Headers(), 0)).toBe("unknown"));
});

describe("a request from our own pages", () => {
  const from = (origin: string | null, host = "stats.test:3000") =>
    fromOwnOrigin(new Headers({ host, ...(origin === null ? {} : { origin }) }));
  it("has our host, port included", () => {
    expect(from("http://stats.test:3000")).toBe(true);
    expect(from("http://stats.test")).toBe(false);
    expect(from("http://stats.test:3001")).toBe(false);
  });
  it.each([null, "null", "", "http://elsewhere.test", "http://stats.test:3000.elsewhere.test"])(
    "is not one from %j",
    (origin) => expect(from(origin)).toBe(false),
  );
  it("can be the configured address behind a proxy that changes Host", () => {
    process.env.LECTERN_URL = "https://stats.harbour.example/";
    forgetSingleton("env");
    expect(from("https://stats.harbour.example", "10.0.0.5:3000")).toBe(true);
    expect(from("http://stats.harbour.example", "10.0.0.5:3000")).toBe(false);
  });
});
