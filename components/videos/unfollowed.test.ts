import { expect, test } from "vitest";
import type { LanguageCode } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { unfollowedText } from "./unfollowed";

const last_at = "2026-11-20T14:02:10.000Z";
const text = (blocked_players: number, silent_players: number, code: LanguageCode = "en") =>
  unfollowedText({ blocked_players, silent_players, last_at }, "Europe/Lisbon", languageIn(code));

test("players that could not be followed are counted by the reason", () => {
  expect(text(2, 1)).toBe(
    "3 players on course pages could not be followed, so what people watched there is not counted: 2 because the page or a blocker did not load the script of Cloudflare’s player, 1 because the player did not answer. Last on Fri 20 Nov 2026, 14:02.",
  );
  expect(text(0, 1)).toContain("1 player on course pages could not be followed");
  expect(text(0, 1)).not.toContain("script");
  expect(text(0, 0)).toBeNull();
});

test("the same in the reader's language", () => {
  expect(text(2, 1, "de")).toBe(
    "3 Player auf Kursseiten konnten nicht verfolgt werden, daher zählt nicht, was dort angesehen wurde: 2, weil die Seite oder ein Blocker das Skript des Cloudflare-Players nicht geladen hat, 1, weil der Player nicht antwortete. Zuletzt am Fr 20. Nov. 2026, 14:02.",
  );
  expect(text(0, 1, "fr")).toMatch(/^1 lecteur des pages de cours n’a pas pu être suivi/);
});
