import { describe, expect, it } from "vitest";
import { safePath, signInProblem } from "./sign-in-request";

describe("the redirect after a sign-in", () => {
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
  it("states how long to wait", () => {
    expect(signInProblem("wait_1", null)).toBe("Too many attempts. Try again in 1 second.");
    expect(signInProblem("wait_30", null)).toBe("Too many attempts. Try again in 30 seconds.");
    expect(signInProblem("wait_900", null)).toBe("Too many attempts. Try again in 15 minutes.");
  });
  it("never shows text from the URL", () => {
    expect(signInProblem("<b>Call 555-0100</b>", null)).toBe("Sign-in failed. Try again.");
  });
});
