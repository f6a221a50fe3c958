import { expect, expectTypeOf, test } from "vitest";
import {
  type BatchAnswer,
  type BatchItemInput,
  batchItem,
  type ViewAnswer,
} from "@/lib/domain/videos/schema";
import type { Answer, Item } from "@/lib/tracker/wire";

test("what the tracker writes is what the routes take", () => {
  expectTypeOf<Item>().toExtend<BatchItemInput>();
  expectTypeOf<ViewAnswer>().toExtend<Answer>();
  expectTypeOf<BatchAnswer>().toExtend<Answer>();
  const item: Item = {
    type: "complete",
    session_id: "11111111-1111-4111-8111-111111111111",
    video_id: "v",
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
    abandoned: false,
  };
  expect(batchItem.safeParse(item).success).toBe(true);
});
