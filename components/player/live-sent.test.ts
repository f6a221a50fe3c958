import { expect, test } from "vitest";
import type { LiveItem } from "@/lib/tracker/live-wire";
import { type LiveSent, liveWords, ratingFate, withLiveAttempt, writtenOf } from "./live-sent";

const client_id = "11111111-1111-4111-8111-111111111111";
const at = new Date("2026-11-20T10:00:00Z");
const join: LiveItem = { route: "presence", body: { client_id, event: "join", at: "2026-11-20T10:00:00Z" } };
const question: LiveItem = {
  route: "messages",
  body: { client_id, id: "m1", text: "Why?", at: "2026-11-20T10:00:05Z" },
};
const rating = (stars: number): LiveItem => ({ route: "feedback", body: { client_id, rating: stars } });
const told = (sent: LiveSent[]) => sent.map(({ item, fate, attempts }) => [item.route, fate, attempts]);

test("newest first, each once, with its last fate", () => {
  let sent = withLiveAttempt([], { item: join, status: 200 }, at);
  sent = withLiveAttempt(sent, { item: question, status: 0 }, at);
  expect(told(sent)).toEqual([
    ["messages", "waiting", 1],
    ["presence", "counted", 1],
  ]);
  // Kept on the device meanwhile: another object, the same message.
  sent = withLiveAttempt(sent, { item: structuredClone(question), status: 200 }, at);
  sent = withLiveAttempt(sent, { item: question, status: 0 }, at);
  expect(told(sent)).toEqual([
    ["messages", "counted", 3],
    ["presence", "counted", 1],
  ]);
  expect(writtenOf(sent)).toEqual([{ key: "messages m1", text: "Why?", fate: "counted", at }]);
});

test("a refusal says why", () => {
  const [sent] = withLiveAttempt(
    [],
    { item: join, status: 409, answer: { detail: "this session has ended" } },
    at,
  );
  expect(sent).toMatchObject({ fate: "refused", detail: "this session has ended" });
});

test("the latest rating is the one that stands", () => {
  let sent = withLiveAttempt([], { item: join, status: 200 }, at);
  expect(ratingFate(sent)).toBeNull();
  sent = withLiveAttempt(sent, { item: rating(3), status: 200 }, at);
  sent = withLiveAttempt(sent, { item: rating(5), status: 0 }, at);
  expect(ratingFate(sent)).toBe("waiting");
});

test("each says in words what it is", () => {
  expect([join, question, rating(4)].map(liveWords)).toEqual([
    ["Join", "Somebody came"],
    ["Message", "Why?"],
    ["Rating", "4 of 5"],
  ]);
});
