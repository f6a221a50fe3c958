import { describe, expect, it } from "vitest";
import { safePath, signInProblem } from "./sign-in-request";

describe("where a sign-in may lead", () => {
  const origin = "https://stats.harbour.example";
  it.each([
    ["/videos?from=2026-11-01#curve", "/videos?from=2026-11-01#curve"],
    [`${origin}/videos`, "/videos"],
    ["https://elsewhere.example/videos", "/"],
    ["//elsewhere.example/videos", "/"],
    ["/\\elsewhere.example", "/"],
    ["javascript:alert(1)", "/"],
    ["", "/"],
    [null, "/"],
  ])("%s leads to %s", (then, path) => expect(safePath(then, origin)).toBe(path));
});

describe("what a code means", () => {
  it("names the provider where it is the provider's doing", () => {
    expect(signInProblem("no_account", "Harbour ID")).toContain("Harbour ID");
    expect(signInProblem("no_account", null)).toContain("the other service");
  });
  it("says how long to wait", () => {
    expect(signInProblem("wait_1", null)).toBe("Too many attempts. Try again in 1 second.");
    expect(signInProblem("wait_30", null)).toBe("Too many attempts. Try again in 30 seconds.");
    expect(signInProblem("wait_900", null)).toBe("Too many attempts. Try again in 15 minutes.");
  });
  it("never repeats what the address bar says", () => {
    expect(signInProblem("<b>Call 555-0100</b>", null)).toBe("Sign-in failed. Try again.");
  });
});
