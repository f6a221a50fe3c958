import { realtimeAnswer } from "@/lib/domain/learning/overviews";
import { realtime } from "@/lib/flows/overview/realtime";
import { followActivity } from "@/lib/flows/realtime/live";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "What happens now: who was active in the last 5 minutes, the last ten activities, and today's count; as server-sent events where you accept only text/event-stream",
  auth: "signed_in",
  answer: realtimeAnswer,
  example: {
    answer: {
      success: true,
      ...{ at: "2026-11-20T14:30:05.000Z", time_zone: "Europe/Lisbon", active_users: 17 },
      latest: [
        {
          ...{ user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02", name: "Helena Brito" },
          ...{
            event_type: "material_view",
            material_id: "slides-7",
            occurred_at: "2026-11-20T14:29:51.000Z",
          },
        },
      ],
      today: { day: "2026-11-20", learning_events: 310, video_views: 74, attendances: 18, activities: 402 },
    },
  },
  handler: async ({ ctx: { scope, now }, request }) =>
    request.headers.get("accept") === "text/event-stream"
      ? followActivity(request, scope)
      : { success: true as const, ...(await realtime(scope, now)) },
});
