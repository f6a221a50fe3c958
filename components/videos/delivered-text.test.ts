import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { minuteDays } from "./day-window";
import { deliveredText } from "./delivered-text";

const english = languageIn("en");

const now = new Date("2026-11-28T09:00:00Z");
const place = { now, timeZone: "Europe/Lisbon", hasId: true };
const read = {
  state: "connected" as const,
  unavailable_since: null,
  read_at: "2026-11-28T08:31:00.000Z",
  delivered_minutes: 2410.5,
  by_day: [
    { day: "2026-11-18", delivered_minutes: 1650.5 },
    { day: "2026-11-20", delivered_minutes: 760 },
  ],
};
const unread = { ...read, read_at: null, delivered_minutes: 0, by_day: [] };
const watched = [
  { day: "2026-11-01", watch_time_seconds: 6_000_000 },
  { day: "2026-11-18", watch_time_seconds: 90_000 },
  { day: "2026-11-19", watch_time_seconds: 30_000 },
];

it("compares what was delivered with what was watched on the same days", () => {
  expect(deliveredText(read, watched, place, english)).toEqual({
    title: "2,411 minutes delivered, 2,000 watched since 18 Nov",
    status:
      "Delivered minutes include what was loaded and not watched, previews, and players without the tracker. Cloudflare’s days are in UTC. Last read today, 08:31.",
  });
  expect(deliveredText({ ...read, delivered_minutes: 0, by_day: [] }, watched, place, english).title).toBe(
    "No minutes delivered on these days",
  );
});

it("says that Cloudflare is not connected or unavailable, since when, and that minutes below are older", () => {
  const since = { ...read, state: "unavailable" as const, unavailable_since: "2026-11-27T18:04:00.000Z" };
  expect(deliveredText(since, watched, place, english)).toEqual({
    title: "2,411 minutes delivered, 2,000 watched since 18 Nov",
    status:
      "Cloudflare Stream has been unavailable since yesterday, 18:04. The minutes below are older, read today, 08:31.",
  });
  expect(deliveredText({ ...since, read_at: null }, watched, place, english)).toEqual({
    title: "Delivered minutes",
    status:
      "Cloudflare Stream has been unavailable since yesterday, 18:04. All other numbers come from the players and are complete.",
  });
  expect(deliveredText({ ...unread, state: "not_connected" }, watched, place, english)).toEqual({
    title: "Delivered minutes",
    status:
      "Cloudflare Stream is not connected, so the minutes that it delivers are unknown. All other numbers come from the players and are complete without it.",
  });
  expect(deliveredText({ ...read, state: "not_connected" }, watched, place, english).status).toContain(
    "The minutes below are older, read today, 08:31.",
  );
});

it("says before the first reading what is missing", () => {
  const waiting = { ...unread, state: "waiting" as const };
  expect(deliveredText(waiting, watched, place, english).status).toBe(
    "The minutes that Cloudflare Stream delivered appear here within a few minutes.",
  );
  expect(deliveredText(waiting, watched, { ...place, hasId: false }, english).status).toContain(
    "(Edit video)",
  );
});

it("has a column and a point for each day of the window, also where nothing was delivered or watched", () => {
  expect(minuteDays(read.by_day, watched, { from: "2026-11-17", to: "2026-11-20" }, english)).toEqual([
    { day: "2026-11-17", text: "17 Nov", value: 0, line: 0 },
    { day: "2026-11-18", text: "18 Nov", value: 1651, line: 1500 },
    { day: "2026-11-19", text: "19 Nov", value: 0, line: 500 },
    { day: "2026-11-20", text: "20 Nov", value: 760, line: 0 },
  ]);
});

it("says the same in the reader's language", () => {
  const since = { ...read, state: "unavailable" as const, unavailable_since: "2026-11-27T18:04:00.000Z" };
  expect(deliveredText(since, watched, place, languageIn("de"))).toEqual({
    title: "2.411 Minuten ausgeliefert, 2.000 angesehen seit 18. Nov.",
    status:
      "Cloudflare Stream ist nicht verfügbar seit gestern, 18:04. Die Minuten unten sind älter, gelesen heute, 08:31.",
  });
  expect(deliveredText(read, watched, place, languageIn("fr")).title).toBe(
    "2\u202f411 minutes diffusées, 2\u202f000 regardées depuis le 18 nov.",
  );
});
