import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import { type EventType, eventTypes, learningEvent } from "@/lib/domain/learning/events";
import type * as contract from "@/lib/domain/sessions/live/events";
import { heartbeatSeconds, messageBeacon, presenceBeacon } from "@/lib/domain/sessions/live/events";
import {
  type BatchAnswer,
  type BatchItemInput,
  batchItem,
  type ViewAnswer,
} from "@/lib/domain/videos/beacons";
import { heartbeatMs } from "@/lib/tracker/limits";
import type * as wire from "@/lib/tracker/wire";

test("the routes accept what the tracker writes", () => {
  expectTypeOf<wire.VideoItem>().toExtend<BatchItemInput>();
  expectTypeOf<wire.LearningItem>().toExtend<z.input<typeof learningEvent>>();
  // Each way: what the client can send the route takes, and what the route takes the client can send.
  type Flat<Of> = { [Name in keyof Of]: Of[Name] };
  type Taken = { [Type in EventType]: Flat<z.input<(typeof eventTypes)[Type]["properties"]>> };
  type Sent = { [Type in EventType]: Flat<wire.EventProperties[Type]> };
  expectTypeOf<Sent>().toEqualTypeOf<Taken>();
  expectTypeOf<ViewAnswer>().toExtend<wire.Answer>();
  expectTypeOf<BatchAnswer>().toExtend<wire.Answer>();
  const event: wire.LearningItem = {
    event_type: "session_start",
    id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
    occurred_at: "2026-11-20T09:31:00.000Z",
    properties: { session_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11" },
    user_id: "s-1",
  };
  expect(learningEvent.parse(event)).toEqual(event);
  expect(eventTypes.session_start.properties.parse(event.properties)).toEqual(event.properties);
  const item: wire.VideoItem = {
    type: "complete",
    session_id: "11111111-1111-4111-8111-111111111111",
    video_id: "v",
    video_duration_seconds: 120,
    is_live: true,
    seq: 3,
    played: [[0, 4.021]],
    current_position_seconds: 4.021,
    watch_time_seconds: 4.021,
    completion_percentage: 93.4,
    play_count: 1,
    pause_count: 0,
    seek_count: 0,
    average_playback_speed: 1,
    quality_changes: 0,
    quality: { 720: 4.021 },
    rebuffer_count: 0,
    rebuffer_ms: 0,
    startup_ms: 31,
    retries: 0,
    lost: 2,
    abandoned: false,
  };
  expect(batchItem.safeParse(item).success).toBe(true);
});

test("the routes accept what the live script writes", () => {
  expectTypeOf<wire.Presence>().toExtend<z.input<typeof contract.presenceBeacon>>();
  expectTypeOf<wire.Message>().toExtend<z.input<typeof contract.messageBeacon>>();
  expectTypeOf<wire.Reaction>().toExtend<z.input<typeof contract.reactionBeacon>>();
  expectTypeOf<wire.Feedback>().toExtend<z.input<typeof contract.feedbackBeacon>>();
  expectTypeOf<contract.LiveAnswer>().toExtend<wire.Answer>();
  const client_id = "11111111-1111-4111-8111-111111111111";
  const at = new Date("2026-11-18T18:15:04.210Z").toISOString();
  expect(presenceBeacon.safeParse({ event: "join", client_id, at }).success).toBe(true);
  expect(messageBeacon.safeParse({ id: client_id, text: "Hello", client_id, at }).success).toBe(true);
  expect(heartbeatMs).toBe(heartbeatSeconds * 1000);
});
