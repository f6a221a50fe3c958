import { describe, expect, it } from "vitest";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { failedSignInFindings, tokenFindings, tokenState, userFindings } from "./findings";
import type { ApiTokenRow } from "./schema";
import type { UserCounts } from "./users/schema";

const english = languageIn("en");
const now = new Date("2026-11-20T12:00:00Z");
const token = (given: Partial<ApiTokenRow>): ApiTokenRow => ({
  id: "1",
  name: "Nightly export",
  scopes: ["read"],
  prefix: "lct_abcdef",
  created_at: "2026-11-01T12:00:00.000Z",
  expires_at: "2027-02-01T12:00:00.000Z",
  revoked_at: null,
  last_used_at: null,
  ...given,
});

describe("a token's state", () => {
  it("ends at the very instant of its expiry", () => {
    expect(tokenState(token({ expires_at: "2026-11-20T12:00:00.001Z" }), now)).toBe("active");
    expect(tokenState(token({ expires_at: "2026-11-20T12:00:00.000Z" }), now)).toBe("expired");
  });
  it("is revoked before it is anything else", () => {
    expect(
      tokenState(
        token({ revoked_at: "2026-11-19T12:00:00.000Z", expires_at: "2026-11-19T13:00:00.000Z" }),
        now,
      ),
    ).toBe("revoked");
  });
});

describe("what the tokens page opens with", () => {
  const clause = (tokens: ApiTokenRow[]) =>
    tokenFindings(tokens, now, english).find(({ strong }) => strong)?.text;

  it("counts the active ones", () => {
    const texts = (tokens: ApiTokenRow[]) => tokenFindings(tokens, now, english).map(({ text }) => text);
    expect(texts([token({}), token({ revoked_at: "2026-11-19T12:00:00.000Z" })])).toEqual([
      "1 active token.",
    ]);
    expect(texts([token({}), token({})])).toEqual(["2 active tokens."]);
    expect(texts([])).toEqual(["No active tokens."]);
  });
  it("names the one that ends first, in days rounded up", () => {
    const soon = token({ name: "Course page", expires_at: "2026-11-22T13:00:00.000Z" });
    const later = token({ name: "Later", expires_at: "2026-11-30T12:00:00.000Z" });
    expect(clause([later, soon])).toBe("Course page expires within 3 days.");
    expect(clause([token({ expires_at: "2026-11-20T13:00:00.000Z" })])).toBe(
      "Nightly export expires within 1 day.",
    );
  });
  it("names one that has not been used for 90 days, counted from its creation if never", () => {
    const old = { created_at: "2026-08-22T12:00:00.000Z", expires_at: "2027-08-01T12:00:00.000Z" };
    expect(clause([token(old)])).toBe("Nightly export has not been used for 90 days.");
    expect(clause([token({ ...old, last_used_at: "2026-11-01T12:00:00.000Z" })])).toBeUndefined();
  });
});

describe("the tokens in every language", () => {
  const lists = [
    [],
    [token({})],
    [token({}), token({ expires_at: "2026-11-22T13:00:00.000Z" })],
    [token({ created_at: "2026-08-22T12:00:00.000Z", expires_at: "2027-08-01T12:00:00.000Z" })],
  ];
  const said = (code: LanguageCode) =>
    lists.map((tokens) =>
      tokenFindings(tokens, now, languageIn(code))
        .map(({ text }) => text)
        .join(" "),
    );
  it("is grammatical", () => {
    expect(said("de")).toEqual([
      "Keine aktiven Tokens.",
      "1 aktives Token.",
      "2 aktive Tokens. Nightly export läuft innerhalb von 3 Tagen ab.",
      "1 aktives Token. Nightly export wurde seit 90 Tagen nicht verwendet.",
    ]);
    expect(said("fr")).toEqual([
      "Aucun jeton actif.",
      "1 jeton actif.",
      "2 jetons actifs. Nightly export expire d’ici 3 jours.",
      "1 jeton actif. Nightly export n’a pas été utilisé depuis 90 jours.",
    ]);
  });
  it.each(languageCodes)("leaves nothing unwritten: %s", (code) =>
    expect(said(code).join()).not.toMatch(/[{}]|people\./),
  );
});

describe("the failed attempts to sign in", () => {
  const none = { count: 0, since: "2026-11-19T08:00:00Z", last_at: null, last_address: null };
  const words = (given: Partial<Parameters<typeof failedSignInFindings>[0]>) =>
    failedSignInFindings({ ...none, ...given }, (instant) => instant.slice(0, 10), english)
      .map(({ text }) => text)
      .join(" ");
  it.each([
    [{}, "No failed attempts to sign in since your previous sign-in on 2026-11-19."],
    [{ since: null }, "No failed attempts to sign in since your account was created."],
    [
      { count: 1, last_at: "2026-11-20T02:14:00Z", last_address: "203.0.113.9" },
      "1 failed attempt to sign in as you since your previous sign-in on 2026-11-19, on 2026-11-20 from 203.0.113.9. If it was not you, change your password.",
    ],
    [
      { count: 3, last_at: "2026-11-20T02:14:00Z", last_address: "203.0.113.9" },
      "3 failed attempts to sign in as you since your previous sign-in on 2026-11-19, the last on 2026-11-20 from 203.0.113.9. If it was not you, change your password.",
    ],
  ])("%j", (given, wanted) => expect(words(given)).toBe(wanted));
});

describe("the people of a school in every language", () => {
  const counts: UserCounts = {
    total: 310,
    roles: { student: 301, instructor: 6, assistant: 2, admin: 1 },
    states: { active: 300, invited: 7, expired: 2, deactivated: 1 },
  };
  const said = (given: UserCounts) =>
    languageCodes.map((code) =>
      userFindings(given, languageIn(code))
        .map(({ text }) => text)
        .join(" "),
    );
  it("counts each role, and who has not accepted", () => {
    const [en, de, , fr] = said(counts);
    expect(en).toBe(
      "310 people: 1 admin, 6 instructors, 2 assistants and 301 students. 9 have not accepted their invitations; 2 of these invitations have expired.",
    );
    expect(de).toBe(
      "310 Personen: 1 Admin, 6 Lehrkräfte, 2 Assistenzen und 301 Lernende. 9 haben ihre Einladung nicht angenommen; 2 dieser Einladungen sind abgelaufen.",
    );
    expect(fr).toBe(
      "310 personnes : 1 admin, 6 enseignants, 2 assistants et 301 étudiants. 9 n’ont pas accepté leur invitation ; 2 de ces invitations ont expiré.",
    );
    const one = { total: 1, roles: { admin: 1 }, states: { active: 1 } };
    expect(said(one)[0]).toBe("1 person: 1 admin.");
    expect([...said(counts), ...said(one)].join()).not.toMatch(/[{}]|people\./);
  });
});
