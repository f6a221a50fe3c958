import { expect } from "vitest";
import { storeReading } from "@/lib/domain/videos/ingest/deliveries";
import { keepUnfollowed } from "@/lib/domain/videos/ingest/unfollowed";
import { changeVideo } from "@/lib/domain/videos/mutations/change";
import * as schema from "@/lib/domain/videos/schema";
import { liveViewersOf } from "@/lib/flows/cloudflare/live-viewers";
import { newId } from "@/lib/platform/ids";
import { scopeOf, testDatabase } from "./database";
import { fakeCloudflare } from "./fake-cloudflare";
import { byPerson, completes, playsPerTenth, seen, sum, watchSeconds } from "./numbers-model";
import {
  agrees,
  allAgree,
  allDays,
  cell,
  checked,
  csv,
  json,
  type NumbersWorld,
  someDays,
  threshold,
} from "./numbers-world";

/** Expects the model's viewers of a video in the JSON, in the CSV and in a viewer's own progress. */
export async function agreeOnPeople(world: NumbersWorld) {
  const { id, length } = world.main;
  const counted = world.of(id).filter((sitting) => !sitting.preview);
  const sent = { params: { videoId: id } };
  const path = "/api/admin/analytics/videos/{videoId}/viewers";
  const people = byPerson(counted);
  const { items, total, anonymous } = await json(schema.viewersAnswer, path, world.caller, {
    ...sent,
    query: { limit: 100, sort: "name" },
  });
  const lines = await csv(`${path}/export`, world.caller, { ...sent, query: { sort: "name" } });
  agrees("total", total, people.size);
  agrees("anonymous", anonymous, counted.filter((sitting) => sitting.viewer_id === null).length);
  expect(items).toHaveLength(people.size);
  expect(lines.map((line) => line.Name)).toEqual(items.map((item) => item.name));
  for (const [at, item] of items.entries()) {
    const own = [...people].find(([key]) =>
      item.kind === "user"
        ? key === `u:${item.user_id}`
        : item.kind === "anonymous"
          ? item.name === `Anonymous ${key.slice(-4)}` && !key.includes(":")
          : key === (item.kind === "guest" ? "s:guest-7" : "v:visitor-01"),
    )![1];
    const latest = own.reduce((a, b) => (b.begun_at > a.begun_at ? b : a));
    const counts = playsPerTenth(own, length);
    const model = {
      watch_time_seconds: sum(own.map(watchSeconds)),
      watched_percentage: (100 * seen(counts)) / length,
      position_seconds: latest.position,
    };
    allAgree(item, model);
    agrees("views", item.views, own.length, "viewer");
    expect(item.completed).toBe(completes(counts, threshold));
    const strip = new Array<number>(length * 10).fill(0);
    for (const [from, to, plays] of item.strip) strip.fill(plays, Math.round(from * 10), Math.round(to * 10));
    expect(strip).toEqual(counts);
    checked.add("strip");
    const line = lines[at]!;
    for (const key of Object.keys(model)) expect(cell(line, key)).toBe(item[key as keyof typeof model]);
    expect(cell(line, "views", "viewer")).toBe(item.views);
  }

  const mine = people.get(`u:${world.student.id}`)!;
  const counts = playsPerTenth(mine, length);
  const progress = await json(
    schema.ownProgress,
    "/api/videos/{videoId}/progress",
    world.student.caller,
    sent,
  );
  const latest = mine.reduce((a, b) => (b.begun_at > a.begun_at ? b : a));
  allAgree(progress, {
    current_position_seconds: latest.position,
    progress_percentage: (100 * seen(counts)) / length,
  });
  const covered = new Array<number>(length * 10).fill(0);
  for (const [from, to] of progress.watched) covered.fill(1, Math.round(from * 10), Math.round(to * 10));
  expect(covered).toEqual(counts.map((count) => Math.min(1, count)));
  checked.add("watched");
  const inCourse = await json(schema.ownCourseProgress, "/api/videos/progress", world.student.caller, {
    query: { course_id: world.course_id },
  });
  expect(inCourse.items.find((item) => item.video_id === id)).toMatchObject(progress);
  const when = inCourse.items.map((item) => item.last_watched_at!);
  expect(when).toEqual([...when].sort().reverse());
}

/** Expects in the JSON the players that could not be followed, by the reason, of all time and of some days. */
async function agreeOnUnfollowed(world: NumbersWorld) {
  const { id: video_id } = world.main;
  const players = world.of(video_id).map(({ day, begun_at }, index) => ({
    video_id,
    playback_id: newId(),
    day,
    heard_at: begun_at,
    reason: index % 3 === 0 ? ("blocked" as const) : ("silent" as const),
  }));
  await keepUnfollowed(testDatabase().writer, players);
  for (const range of [undefined, someDays]) {
    const own = players.filter(({ day }) => !range || (day >= range.from && day <= range.to));
    const { unfollowed } = await json(
      schema.videoAnswer,
      "/api/admin/analytics/videos/{videoId}",
      world.caller,
      { params: { videoId: video_id }, query: { ...range } },
    );
    allAgree(unfollowed, {
      blocked_players: own.filter(({ reason }) => reason === "blocked").length,
      silent_players: own.filter(({ reason }) => reason === "silent").length,
    });
  }
}

/** Expects in the JSON the minutes that were read from Cloudflare, in total, by day and by country, and the viewers that it counts now. */
async function agreeOnDelivered(world: NumbersWorld) {
  const { id } = world.main;
  const source = { provider: "cloudflare" as const, provider_id: "5".repeat(32) };
  const request = { id: "request", address: "192.0.2.7" };
  await changeVideo({ scope: scopeOf(world.admin), request, now: new Date() }, id, source);
  const rows = world.of(id).map(({ day, length, position }, index) => ({
    provider_id: source.provider_id,
    day,
    country: ["PT", "BR", ""][index % 3]!,
    minutes: (length + position) / 60,
  }));
  const reading = { ...allDays, videos: [{ id, provider_id: source.provider_id }] };
  await storeReading(reading, rows, new Date());
  for (const range of [undefined, allDays, someDays]) {
    const own = rows.filter(({ day }) => !range || (day >= range.from && day <= range.to));
    const minutes = (of: (row: (typeof rows)[number]) => boolean) =>
      sum(own.filter(of).map((row) => row.minutes));
    const answer = await json(
      schema.deliveredAnswer,
      "/api/admin/analytics/videos/{videoId}/delivered",
      world.caller,
      { params: { videoId: id }, query: { ...range } },
    );
    agrees(
      "delivered_minutes",
      answer.delivered_minutes,
      minutes(() => true),
    );
    expect(answer.by_day.map(({ day }) => day)).toEqual([...new Set(own.map(({ day }) => day))].sort());
    for (const row of answer.by_day)
      agrees(
        "delivered_minutes",
        row.delivered_minutes,
        minutes(({ day }) => day === row.day),
      );
    for (const row of answer.by_country)
      agrees(
        "delivered_minutes",
        row.delivered_minutes,
        minutes(({ country }) => country === (row.value ?? "")),
      );
  }
  const cloudflare = await fakeCloudflare();
  cloudflare.viewers.set(source.provider_id, 7);
  const { live_viewers } = await liveViewersOf(source, new Date(), cloudflare.url);
  agrees("live_viewers", live_viewers, 7);
  await cloudflare.close();
}

/** Expects in the JSON how many beacons and playbacks of an address without a video wait. */
async function agreeOnAddresses(world: NumbersWorld) {
  const { sql } = testDatabase();
  const now = new Date();
  const address_id = newId();
  await sql`insert into video_addresses (id, school_id, address, first_seen_at, last_seen_at)
    values (${address_id}, ${world.admin.school_id}, 'https://media.harbour.example/a.mp4', ${now}, ${now})`;
  for (const keys of [["view"], ["view", "0", "1"]]) {
    const playback_id = newId();
    for (const key of keys)
      await sql`insert into pending_beacons (playback_id, key, received_at, beacon, address_id)
        values (${playback_id}, ${key}, ${now}, '{}', ${address_id})`;
  }
  const { items } = await json(schema.addressesAnswer, "/api/admin/analytics/addresses", world.caller);
  expect(items).toHaveLength(1);
  allAgree(items[0]!, { waiting_beacons: 4, waiting_playbacks: 2 });
}

/** Expects the numbers about players that no view counts. */
export async function agreeOnFrames(world: NumbersWorld) {
  await agreeOnUnfollowed(world);
  await agreeOnDelivered(world);
  await agreeOnAddresses(world);
}
