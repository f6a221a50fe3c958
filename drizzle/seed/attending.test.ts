import { describe, expect, it } from "vitest";
import { commentReader, themesOf } from "@/lib/domain/sessions/comments";
import { isQuestion, type LiveEvent } from "@/lib/domain/sessions/live/events";
import { normalize, pairs, size } from "@/lib/measure/ranges";
import { now, plan } from "@/lib/testing/demo-playbacks";
import { eventsOf, registrationsOf } from "./attending";
import { planLive } from "./live-session";

type Beat = LiveEvent & { kind: "presence" };
type Said = LiveEvent & { kind: "message" };
type Rated = LiveEvent & { kind: "feedback" };

const sessions = plan().sessions.meetings.map((meeting) => {
  const registered = registrationsOf(meeting, now);
  const events = eventsOf(meeting, registered, now);
  const of = <Kind extends LiveEvent["kind"]>(kind: Kind) =>
    events.filter((event): event is LiveEvent & { kind: Kind } => event.kind === kind);
  const beats = of("presence");
  const host = meeting.host.who.identity;
  const people = new Map<string, Beat[]>();
  for (const beat of beats) {
    if (beat.who.identity === host) continue;
    const existing = people.get(beat.who.identity);
    if (existing) existing.push(beat);
    else people.set(beat.who.identity, [beat]);
  }
  return {
    ...meeting,
    registered,
    events,
    people,
    messages: of("message"),
    reactions: of("reaction"),
    feedback: of("feedback"),
    has: (incident: string) => meeting.course.incidents.some((one) => one === incident),
  };
});
type Session = (typeof sessions)[number];
const ended = sessions.filter(({ row }) => row.status === "ended");
const usual = ended.filter((one) => !one.has("nobody") && !one.has("drop-in"));

function within(value: number | undefined, low: number, high: number) {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const rating = ({ feedback }: Session) => mean(feedback.map((one: Rated) => one.rating));

function grouped<T>(values: T[], keyOf: (value: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return [...groups.values()];
}

/** Visits as the queries count them: chains of a client's beats at most 45 s apart, without the grace. */
const stays = (beats: Beat[]) =>
  normalize(
    grouped(beats, (beat) => beat.client_id).flatMap((ofClient) =>
      pairs(normalize(ofClient.map(({ at }) => [at, at + 45_000]))).map(([from, to]): [number, number] => [
        from,
        Math.max(from, to - 45_000),
      ]),
    ),
  );

describe("facts that players could have sent", () => {
  it("are within the session, and feedback is after it and before now", () => {
    for (const { row, key, events } of sessions)
      for (const event of events) {
        const late = event.kind === "feedback" ? now.getTime() : row.ended_at!.getTime();
        if (
          event.at > late ||
          event.at < row.started_at!.getTime() - 13 * 60_000 ||
          !Number.isInteger(event.at)
        )
          throw new Error(`${key}: ${event.kind} at ${new Date(event.at).toISOString()}`);
        if (event.kind === "feedback" && event.at < row.ended_at!.getTime())
          throw new Error(`${key}: too soon`);
      }
  });

  it("are sent by people who are present, and each id is used once", () => {
    for (const { key, people, messages, reactions, host } of ended)
      for (const said of [...messages, ...reactions]) {
        if (said.who.identity === host.who.identity) continue;
        const beats = people.get(said.who.identity) ?? [];
        const near = beats.some(({ at }) => Math.abs(at - said.at) <= 45_000);
        if (!near) throw new Error(`${key}: ${said.who.name} is not there`);
      }
    const ids = sessions.flatMap(({ messages, reactions }) =>
      [...messages, ...reactions].map(({ id }) => id),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("do not exist for planned and cancelled sessions", () => {
    for (const { row, events } of sessions)
      if (row.status === "scheduled" || row.status === "cancelled") expect(events).toEqual([]);
  });

  it("are the same when planned again", () => {
    const again = plan().sessions.meetings[7]!;
    expect(eventsOf(again, registrationsOf(again, now), now)).toEqual(sessions[7]!.events);
  });
});

describe("attendees", () => {
  it("register before it begins: 60 to 100 per cent of the invited, fewer for sessions further ahead", () => {
    for (const { row, key, registered, invited } of usual) {
      const students = registered.filter(({ person }) => person.who.user_id !== null);
      within(students.length / invited.length, 0.6, 1);
      for (const one of registered)
        if (one.registered_at >= row.scheduled_start) throw new Error(`${key}: registered too late`);
    }
    const planned = sessions.filter(({ row }) => row.status === "scheduled");
    const registered = planned.reduce((sum, one) => sum + one.registered.length, 0);
    const invited = planned.reduce((sum, one) => sum + one.invited.length, 0);
    within(registered / invited, 0.1, 0.5);
  });

  it("attend: ten to four hundred of them, mostly 60 to 90 per cent of the registered, and some walk-ins", () => {
    const rates = usual.map(({ registered, people }) => {
      const names = new Set(registered.map(({ person }) => person.who.identity));
      return [...people.keys()].filter((identity) => names.has(identity)).length / registered.length;
    });
    within(mean(rates), 0.65, 0.8);
    within(rates.filter((rate) => rate >= 0.55 && rate <= 0.95).length / rates.length, 0.85, 1);
    const sizes = ended.map(({ people }) => people.size);
    within(Math.max(...sizes), 300, 420);
    // The session that nobody attended.
    expect(sizes.filter((people) => people < 8)).toEqual([0]);
    const all = usual.reduce((sum, { people }) => sum + people.size, 0);
    const walkIns = usual.reduce((sum, { people, registered }) => {
      const names = new Set(registered.map(({ person }) => person.who.identity));
      return sum + [...people.keys()].filter((identity) => !names.has(identity)).length;
    }, 0);
    within(walkIns / all, 0.05, 0.15);
    expect(
      ended.flatMap(({ people }) => [...people.keys()]).some((identity) => identity.startsWith("s:")),
    ).toBe(true);
    expect(
      ended.flatMap(({ people }) => [...people.keys()]).some((identity) => identity.startsWith("v:")),
    ).toBe(true);
  });

  it("arrive around the start, about a tenth late; some lose the connection, some use a second device", () => {
    let [late, all, reconnected, second] = [0, 0, 0, 0];
    for (const { row, people } of usual)
      for (const beats of people.values()) {
        all++;
        const first = Math.min(...beats.map(({ at }) => at));
        if (first > Math.max(row.scheduled_start.getTime(), row.started_at!.getTime()) + 5 * 60_000) late++;
        if (pairs(stays(beats)).length > 1) reconnected++;
        if (new Set(beats.map(({ client_id: clientId }) => clientId)).size > 1) second++;
      }
    within(late / all, 0.06, 0.2);
    within(reconnected / all, 0.08, 0.25);
    within(second / all, 0.02, 0.08);
  });

  it("leave at a break, and most come back", () => {
    const lost = (session: Session) => {
      const { started_at: startedAt, ended_at: endedAt } = session.row;
      const middle = startedAt!.getTime() + 0.52 * (endedAt!.getTime() - startedAt!.getTime());
      const there = (at: number) =>
        [...session.people.values()].filter((beats) =>
          pairs(stays(beats)).some(([from, to]) => from <= at && at < to),
        ).length;
      return 1 - there(middle + 4 * 60_000) / there(middle - 60_000);
    };
    within(mean(ended.filter((one) => one.has("break")).map(lost)), 0.15, 0.4);
    within(mean(usual.filter((one) => !one.has("break")).map(lost)), -0.05, 0.08);
  });

  it("stay for most of the session", () => {
    const shares = usual.flatMap(({ row, people }) =>
      [...people.values()].map(
        (beats) => size(stays(beats)) / (row.ended_at!.getTime() - row.started_at!.getTime()),
      ),
    );
    within(mean(shares), 0.7, 0.92);
  });
});

describe("the session that is live while the demo runs", () => {
  const members = Array.from({ length: 46 }, (_, i) => ({
    id: `user ${i}`,
    name: `User ${i}`,
    email: `${i}@school.test`,
  }));
  const course = {
    school_id: "school",
    course_id: "course",
    instructor: { id: "host", name: "Host", email: "host@school.test" },
  };

  it("has twenty to thirty people at once, a message now and then, and more to come", () => {
    for (let hour = 0; hour < 40; hour++) {
      const at = new Date(now.getTime() + hour * 3_610_000);
      const meeting = planLive(course, members, at, 20 + (hour % 16));
      const registered = registrationsOf(meeting, at);
      within(registered.length, 33, 46);
      const events = eventsOf(meeting, registered, new Date(at.getTime() + 86_400_000), 15);
      const before = events.filter((event) => event.at <= at.getTime());
      const there = new Set(
        before.flatMap((event) => (event.at > at.getTime() - 45_000 ? [event.who.identity] : [])),
      );
      within(there.size, 17, 36);
      const messages = events.filter(({ kind }) => kind === "message");
      within(messages.length, 15, 110);
      const ends = meeting.row.scheduled_end.getTime();
      within((ends - at.getTime()) / 60_000, 34, 55);
      within(events.filter((event) => event.kind === "feedback" && event.at >= ends).length, 4, 25);
    }
  });
});

describe("messages, reactions and feedback", () => {
  it("have questions in 18 to 40 per cent of the messages, in several scripts; no messages where chat is off", () => {
    const texts = ended.flatMap(({ messages }) => messages.map(({ text }: Said) => text));
    within(texts.filter(isQuestion).length / texts.length, 0.18, 0.4);
    expect(texts.some((text) => text.endsWith("？"))).toBe(true);
    expect(texts.some((text) => text.endsWith("؟"))).toBe(true);
    expect(texts.filter((text) => text.includes("{"))).toEqual([]);
    const silent = ended.filter(({ row }) => !row.chat_enabled);
    expect(silent).toHaveLength(2);
    for (const { messages } of silent) expect(messages).toEqual([]);
  });

  it("have most reactions of a session in a few of its minutes", () => {
    for (const { reactions, key } of usual) {
      const largest = grouped(reactions, ({ at }) => Math.floor(at / 60_000))
        .map((all) => all.length)
        .sort((a, b) => b - a);
      const few = largest.slice(0, 8).reduce((sum, count) => sum + count, 0);
      if (few < 0.7 * reactions.length) throw new Error(`${key}: ${few} of ${reactions.length}`);
    }
  });

  it("have ratings from 35 to 55 per cent, lower where the sound failed or the pace was too fast", () => {
    const answered = usual.map(({ feedback, people }) => feedback.length / people.size);
    within(mean(answered), 0.35, 0.55);
    const bad = usual.filter((one) => one.has("sound") || one.has("fast"));
    within(mean(usual.filter((one) => !bad.includes(one)).map(rating)), 4, 4.6);
    within(mean(bad.map(rating)), 3, 3.8);
  });

  it("never have the same comment twice", () => {
    for (const { feedback, key } of sessions) {
      const comments = feedback.flatMap(({ comment }) => comment ?? []);
      expect(new Set(comments).size, key).toBe(comments.length);
    }
  });

  it("have comments on the same few topics", () => {
    const read = commentReader("eng");
    const themes = (among: Session[]) =>
      themesOf(
        among.flatMap(({ feedback }) =>
          feedback.flatMap(({ rating: stars, comment }: Rated) =>
            comment ? [{ rating: stars, names: read(comment).names }] : [],
          ),
        ),
      );
    const named = (all: ReturnType<typeof themes>, word: string) =>
      all.find(({ theme }) => theme === word)?.average_rating;
    within(named(themes(usual), "worked example"), 3.9, 4.6);
    within(named(themes(usual), "own data"), 4.2, 4.8);
    within(named(themes(usual), "pace"), 3.5, 4.3);
    const [first] = themes(usual.filter((one) => one.has("sound")));
    expect(first?.theme).toBe("sound");
    within(first?.average_rating, 2.5, 3.4);
    within(named(themes(usual.filter((one) => one.has("break"))), "break"), 3, 4);
  });
});
