import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Scope } from "@/lib/auth/scope";
import { rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { summaryOf } from "@/lib/domain/videos/queries/video";
import * as schema from "@/lib/domain/videos/schema";
import { courseTerms, glossary } from "@/lib/glossary/glossary";
import { sessionTerms } from "@/lib/glossary/sessions";
import { plusDays } from "@/lib/platform/time";
import { scopeOf, testDatabase } from "@/lib/testing/database";
import {
  byPerson,
  completes,
  inSecond,
  modelSegments,
  modelSummary,
  playedSeconds,
  playsPerTenth,
  type Sitting,
  seen,
  shareAt,
  sum,
  watchSeconds,
} from "@/lib/testing/numbers-model";
import { agreeOnFrames, agreeOnPeople } from "@/lib/testing/numbers-parts";
import {
  agrees,
  allAgree,
  allDays,
  cell,
  checked,
  csv,
  json,
  makeNumbersWorld,
  type NumbersWorld,
  someDays,
  threshold,
  unregistered,
} from "@/lib/testing/numbers-world";

/*
 * One test for every number: an independent model, the roll-ups, the filtered query, the JSON and the CSV agree on the same
 * random facts. A number that is in an answer but not in the glossary fails, and so does a term that no comparison reached.
 */

const { sql, writer } = testDatabase();
let world: NumbersWorld;
let scope: Scope;
let of: NumbersWorld["of"];

beforeAll(async () => {
  world = await makeNumbersWorld();
  of = world.of;
  scope = scopeOf(world.admin);
  await sql`insert into course_instructors (course_id, user_id)
    select id, ${world.admin.id} from courses where school_id = ${world.admin.school_id} on conflict do nothing`;
});

const counted = (videoId: string) => of(videoId).filter((sitting) => !sitting.preview);
const admin = "/api/admin/analytics";

describe("every number", () => {
  it("of a video agrees: model, roll-up, filtered query, JSON, CSV", async () => {
    const lines = await csv(`${admin}/videos/export`, world.caller);
    const part = await csv(`${admin}/videos/export`, world.caller, { query: someDays });
    for (const { id, length } of world.videos) {
      const model = modelSummary(of(id), length, threshold);
      const video = await reachVideo(scope, id);
      const [rollUp, filtered] = await Promise.all([summaryOf(video), summaryOf(video, allDays)]);
      const answer = await json(schema.videoAnswer, `${admin}/videos/{videoId}`, world.caller, {
        params: { videoId: id },
      });
      allAgree(rollUp, model);
      expect(filtered).toEqual(rollUp);
      expect(answer.video).toEqual(schema.videoSummary.parse(rollUp));
      const line = lines.find((row) => row["Video id"] === id)!;
      for (const key of Object.keys(model))
        expect(cell(line, key), key).toBe(rollUp[key as keyof typeof rollUp]);

      const fewer = modelSummary(of(id, someDays), length, threshold);
      const filteredPart = await summaryOf(video, someDays);
      allAgree(filteredPart, fewer);
      const partLine = part.find((row) => row["Video id"] === id)!;
      for (const key of Object.keys(model))
        expect(cell(partLine, key), key).toBe(filteredPart[key as keyof typeof filteredPart]);
    }
  });

  it("over all videos agrees, and so do ranks", async () => {
    for (const range of [undefined, allDays, someDays]) {
      const summaries = world.videos.map(({ id, length }) => ({
        id,
        ...modelSummary(of(id, range), length, threshold),
      }));
      const viewed = summaries.filter((video) => video.total_views > 0);
      const rates = viewed.map((video) => video.completion_rate ?? 0);
      const { stats, popular_videos } = await json(schema.videosAnswer, `${admin}/videos`, world.caller, {
        query: { ...range, limit: 100 },
      });
      const everybody = byPerson(
        world.videos.flatMap(({ id }) => of(id, range)).filter((sitting) => !sitting.preview),
      );
      allAgree(stats, {
        total_videos_with_analytics: viewed.length,
        total_views: sum(viewed.map((video) => video.total_views)),
        total_unique_viewers: everybody.size,
        total_watch_time_hours: sum(viewed.map((video) => video.total_watch_time_seconds)) / 3600,
        average_completion_rate: sum(rates) / rates.length,
      });
      const within = (from: number, to: number) => rates.filter((rate) => rate >= from && rate <= to).length;
      const medium = within(50, 75);
      const buckets = { low: within(0, 100) - within(50, 100), medium, high: within(50, 100) - medium };
      allAgree(stats.videos_by_completion_rate, buckets, "videos_by_completion_rate");
      const ranked = viewed.sort(
        (a, b) =>
          b.total_views - a.total_views ||
          b.total_watch_time_seconds - a.total_watch_time_seconds ||
          (a.id < b.id ? -1 : 1),
      );
      expect(popular_videos.map((video) => video.video_id)).toEqual(ranked.map((video) => video.id));
      for (const [at, video] of popular_videos.entries()) agrees("rank", video.rank, at + 1);
    }
    const before = { from: plusDays(someDays.from, -4), to: plusDays(someDays.from, -1) };
    const { popular_videos } = await json(schema.videosAnswer, `${admin}/videos`, world.caller, {
      query: { ...someDays, limit: 100 },
    });
    const earlier = await json(schema.videosAnswer, `${admin}/videos`, world.caller, {
      query: { ...before, limit: 100 },
    });
    const lines = await csv(`${admin}/videos/export`, world.caller, { query: someDays });
    for (const video of popular_videos) {
      const then = earlier.popular_videos.find((other) => other.video_id === video.video_id);
      agrees("rank_change", video.rank_change, then ? then.rank - video.rank : null);
      const line = lines.find((row) => row["Video id"] === video.video_id)!;
      expect([cell(line, "rank"), cell(line, "rank_change")]).toEqual([video.rank, video.rank_change]);
    }
    const course = await json(schema.courseVideosAnswer, `${admin}/videos/course/{courseId}`, world.caller, {
      params: { courseId: world.course_id },
    });
    allAgree(course.overview, {
      total_videos: world.videos.length,
      total_views: world.sittings.filter((sitting) => !sitting.preview).length,
    });
  });

  it("of the segments agrees: model, JSON, CSV", async () => {
    const { id, length } = world.main;
    const sent = { params: { videoId: id } };
    const { segments } = await json(schema.heatmapAnswer, `${admin}/heatmap/{videoId}`, world.caller, sent);
    const lines = await csv(`${admin}/heatmap/{videoId}/export`, world.caller, sent);
    const model = modelSegments(of(id), length);
    expect(segments).toHaveLength(model.length);
    for (const [at, segment] of segments.entries()) {
      allAgree(segment, model[at]!, "segment");
      for (const [key, value] of Object.entries(segment))
        expect(cell(lines[at]!, key, "segment")).toBe(value);
    }
  });

  it("of each second agrees: model, roll-up, filtered query, CSV", async () => {
    const { id, length } = world.main;
    const sent = { params: { videoId: id } };
    const path = `${admin}/videos/{videoId}/retention`;
    const all = await json(schema.retentionAnswer, path, world.caller, sent);
    expect(
      (await json(schema.retentionAnswer, path, world.caller, { ...sent, query: allDays })).covers,
    ).toEqual(all.covers);
    for (const [range, answer, lines] of [
      [undefined, all, await csv(`${path}/export`, world.caller, sent)],
      [
        someDays,
        await json(schema.retentionAnswer, path, world.caller, { ...sent, query: someDays }),
        await csv(`${path}/export`, world.caller, { ...sent, query: someDays }),
      ],
    ] as const) {
      const views = of(id, range).filter((sitting) => !sitting.preview);
      const each = views.map((view) => playsPerTenth([view], length));
      const base = each.filter((counts) => seen(counts) > 0).length;
      agrees("base", answer.base, base);
      for (let second = 0; second < length; second++) {
        const { covers, plays } = inSecond(each, second);
        const row = {
          covers: answer.covers[second],
          plays: answer.plays[second],
          retention_percentage: answer.retention_percentage[second],
          watch_ratio: answer.watch_ratio[second],
        };
        allAgree(row, {
          covers,
          plays,
          retention_percentage: (100 * covers) / base,
          watch_ratio: plays / base,
        });
        expect(cell(lines[second]!, "second")).toBe(second);
        for (const [key, value] of Object.entries(row)) expect(cell(lines[second]!, key)).toBe(value);
      }
      checked.add("second");
    }
  });
});

describe("what is typical", () => {
  it("agrees with the similar videos' own numbers", async () => {
    const { id } = world.main;
    const others = world.videos.slice(1, 7);
    const answer = await json(schema.retentionAnswer, `${admin}/videos/{videoId}/retention`, world.caller, {
      params: { videoId: id },
    });
    const meanOf = (other: (typeof others)[number]) =>
      modelSummary(of(other.id), other.length, threshold).average_watched_percentage!;
    const watched = others.map(meanOf);
    const own = meanOf(world.main);
    agrees("videos", answer.typical?.videos, others.length, "typical");
    agrees(
      "relative_score",
      answer.typical?.relative_score,
      watched.filter((value) => value < own).length / 6,
      "typical",
    );
    for (const point of [0, 13, 50, 99]) {
      const shares = others.map((other) => shareAt(counted(other.id), other.length, point));
      const sorted = shares.sort((a, b) => a - b);
      // Six values: the quartiles lie a quarter and three quarters of the way between the 2nd and 3rd, 4th and 5th.
      const low = sorted[1]! + (sorted[2]! - sorted[1]!) * 0.25;
      const high = sorted[3]! + (sorted[4]! - sorted[3]!) * 0.75;
      // The sampled curves are rounded before the quartiles are.
      expect(Math.abs(answer.typical!.low[point]! - low)).toBeLessThan(0.11);
      expect(Math.abs(answer.typical!.high[point]! - high)).toBeLessThan(0.11);
    }
    checked.add("typical.low").add("typical.high");
  });

  it("is unknown with fewer than 5", async () => {
    const answer = await json(schema.retentionAnswer, `${admin}/videos/{videoId}/retention`, world.caller, {
      params: { videoId: world.videos[7]!.id },
    });
    expect(answer.typical).toBeNull();
  });
});

describe("parts, days and people", () => {
  it("agree on devices, qualities and days", async () => {
    const { id, length } = world.main;
    for (const range of [undefined, allDays, someDays]) {
      const views = of(id, range).filter((sitting) => !sitting.preview);
      const answer = await json(schema.videoAnswer, `${admin}/videos/{videoId}`, world.caller, {
        params: { videoId: id },
        query: { ...range },
      });
      expect(answer.by_device).toHaveLength(new Set(views.map((view) => view.device)).size);
      for (const row of answer.by_device) {
        const own = views.filter((view) => view.device === row.value);
        allAgree(row, { views: own.length, percentage: (100 * own.length) / views.length });
      }
      const seconds = (group: Sitting[]) => sum(group.map(playedSeconds));
      for (const row of answer.by_quality) {
        const own = views.filter((view) => view.height === row.value);
        agrees("percentage", row.percentage, (100 * seconds(own)) / seconds(views), "quality");
        agrees("watch_time_seconds", row.watch_time_seconds, seconds(own));
      }
      expect(answer.by_day.map((row) => row.day)).toEqual([...new Set(views.map((view) => view.day))].sort());
      for (const row of answer.by_day) {
        const own = views.filter((view) => view.day === row.day);
        const complete = own.filter((view) => completes(playsPerTenth([view], length), threshold));
        allAgree(row, {
          views: own.length,
          watch_time_seconds: sum(own.map(watchSeconds)),
          completed: complete.length,
        });
      }
    }
  });

  it("agree on each viewer, in the JSON, the CSV and their own progress", () => agreeOnPeople(world));
  it("agree on what Cloudflare counts, and on players not followed", () => agreeOnFrames(world));

  it("agree on the playbacks that look automated", async () => {
    const { items } = await json(schema.suspectsAnswer, `${admin}/videos/{videoId}/suspects`, world.caller, {
      params: { videoId: world.main.id },
    });
    expect(items).toHaveLength(1);
    agrees("playbacks", items[0]!.playbacks, world.apart.length);
  });

  it("agree on the moments: who stops is counted from last positions", async () => {
    const { id, length } = world.main;
    const path = `${admin}/videos/{videoId}/retention`;
    const { moments } = await json(schema.retentionAnswer, path, world.caller, { params: { videoId: id } });
    const intro = moments.find((moment) => moment.kind === "intro")!;
    const stopped = modelSegments(of(id), length).map((one) => one.drop_off_count);
    const [all, from30] = [sum(stopped), sum(stopped.slice(3))];
    allAgree(intro, { from_second: 0, to_second: 30, at_second: 30 });
    agrees("value", intro.value, (100 * from30) / all, "moment");
    allAgree({ views: intro.views, present: intro.present }, { views: from30, present: all }, "moment");
  });
});

describe("the glossary", () => {
  const answers = Object.entries(schema).filter(
    ([name, value]) =>
      // Not what players are answered: those have no numbers to read.
      /(?<!^(view|progress|batch))Answer$|^own/.test(name) && value instanceof z.ZodType,
  ) as [string, z.ZodType][];

  it.each(answers)("has every number of %s", (_, answer) => {
    expect(unregistered(answer)).toEqual([]);
  });

  it("has no term that the comparisons above did not cover", () => {
    // Those of sessions are compared beside their routes (session-numbers.db.test.ts), those of courses beside their queries.
    const own = Object.keys(glossary).filter((key) => !(key in sessionTerms || key in courseTerms));
    expect(own.filter((key) => !checked.has(key))).toEqual([]);
  });
});

it("leaves roll-ups that a rebuild agrees with", async () => {
  for (const { id } of world.videos) expect(await rebuildVideo(writer, id)).toEqual([]);
});
