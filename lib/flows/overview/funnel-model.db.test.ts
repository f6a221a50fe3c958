import { expect, it } from "vitest";
import { createFunnel } from "@/lib/domain/learning/funnels/mutations";
import { newFunnel } from "@/lib/domain/learning/funnels/schema";
import { activeSchool } from "@/lib/testing/active-people";
import { makeUser, makeVideo, scopeOf } from "@/lib/testing/database";
import { countFunnel } from "./funnel";

const now = new Date("2026-11-30T12:00:00Z");

it("agrees with a plain model on random facts", async () => {
  const { student, school_id, learned, watched, attended } = await activeSchool("Asia/Kathmandu", {
    minimum_group_size: 1,
  });
  const admin = scopeOf(await makeUser({ school_id, role: "admin" }));
  let state = 20_261_129;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const clip = await makeVideo({ school_id });
  const start = Date.parse("2026-11-01T00:00:00Z");
  type Fact = { who: number; kind: string; at: number };
  const facts: Fact[] = [];
  const everyone = await Promise.all(Array.from({ length: 6 }, student));
  for (let n = 0; n < 90; n++) {
    const [who, at] = [random(6), start + random(20 * 24) * 3_600_000];
    const kind = ["material_view", "search_query", "video", "session"][random(4)]!;
    const instant = new Date(at).toISOString();
    if (kind === "video") await watched(everyone[who]!, instant, { video_id: clip.id });
    else if (kind === "session") await attended(everyone[who]!, instant);
    else await learned(everyone[who]!, instant, kind);
    facts.push({ who, kind, at });
  }
  const zone = 345 * 60_000;
  const [from, before] = [
    Date.parse("2026-11-04T00:00:00Z") - zone,
    Date.parse("2026-11-13T00:00:00Z") - zone,
  ];
  for (let round = 0; round < 8; round++) {
    const kinds = Array.from(
      { length: 2 + random(3) },
      () => ["material_view", "search_query", "video", "session"][random(4)]!,
    );
    const window_days = 1 + random(5);
    /** Every way to go on from what was done so far. */
    const furthest = (own: Fact[], done: Fact[]): number => {
      const next = own.filter(
        ({ kind, at }) =>
          kind === kinds[done.length] &&
          (done.length === 0
            ? at >= from && at < before
            : at >= done.at(-1)!.at && at <= done[0]!.at + window_days * 86_400_000) &&
          !done.some((one) => one.kind === kind && one.at === at),
      );
      return Math.max(done.length, ...next.map((one) => furthest(own, [...done, one])));
    };
    const depths = everyone.map((_, index) =>
      furthest(
        facts.filter(({ who }) => who === index),
        [],
      ),
    );
    const steps = kinds.map((kind) =>
      kind === "video" || kind === "session" ? { kind } : { kind: "event", event_type: kind },
    );
    const ctx = { scope: admin, request: { id: "request-1", address: "192.0.2.7" }, now };
    const id = await createFunnel(ctx, newFunnel.parse({ name: "Test", window_days, steps }));
    const found = await countFunnel(admin, id, { from: "2026-11-04", to: "2026-11-12" }, now);
    expect({ kinds, window_days, people: found.steps.map((step) => step.people) }).toEqual({
      ...{ kinds, window_days },
      people: kinds.map((_, index) => depths.filter((depth) => depth > index).length),
    });
  }
});
