import { describe, expect, it } from "vitest";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { signInProblem as problemIn, safePath } from "./sign-in-request";

const signInProblem = (code: string, provider: string | null) => problemIn(code, provider, languageIn("en"));

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
  it("is said in the reader's language", () => {
    expect(problemIn("wait_90", null, languageIn("de"))).toBe(
      "Zu viele Versuche. Versuchen Sie es in 90 Sekunden erneut.",
    );
    expect(problemIn("linked_elsewhere", null, languageIn("fr"))).toBe(
      "Le compte qui porte votre adresse appartient à une autre personne chez l’autre service. Adressez-vous à l’administration de votre établissement.",
    );
    for (const code of languageCodes)
      for (const problem of [
        "wait_1",
        "wait_900",
        "csrf",
        "no_account",
        "email_unverified",
        "Callback",
        "else",
      ])
        for (const provider of ["Harbour ID", null])
          expect(problemIn(problem, provider, languageIn(code))).not.toMatch(/[{}]|people\./);
  });
  it("never shows text from the URL", () => {
    expect(signInProblem("<b>Call 555-0100</b>", null)).toBe("Sign-in failed. Try again.");
  });
});
