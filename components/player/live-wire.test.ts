import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type * as contract from "@/lib/domain/sessions/live/events";
import { heartbeatSeconds, messageBeacon, presenceBeacon } from "@/lib/domain/sessions/live/events";
import type * as wire from "@/lib/tracker/live-wire";

test("what the live client writes is what the routes take", () => {
  expectTypeOf<wire.Presence>().toExtend<z.input<typeof contract.presenceBeacon>>();
  expectTypeOf<wire.Message>().toExtend<z.input<typeof contract.messageBeacon>>();
  expectTypeOf<wire.Reaction>().toExtend<z.input<typeof contract.reactionBeacon>>();
  expectTypeOf<wire.Feedback>().toExtend<z.input<typeof contract.feedbackBeacon>>();
  expectTypeOf<contract.LiveAnswer>().toExtend<wire.LiveAnswer>();
  const client_id = "11111111-1111-4111-8111-111111111111";
  const at = new Date("2026-11-18T18:15:04.210Z").toISOString();
  expect(presenceBeacon.safeParse({ event: "join", client_id, at }).success).toBe(true);
  expect(messageBeacon.safeParse({ id: client_id, text: "Hello", client_id, at }).success).toBe(true);
  // The client's own, which it cannot import.
  expect(heartbeatSeconds).toBe(15);
});
