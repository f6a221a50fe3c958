import { warmUpAnswer } from "@/lib/domain/practice/schema";
import { warmUp } from "@/lib/flows/practice/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "What to begin your next practice with: areas of your last 7 days, words that are due for review, and your last session",
  auth: "signed_in",
  answer: warmUpAnswer,
  example: {
    answer: {
      success: true,
      time_zone: "Europe/Lisbon",
      focus_areas: [
        {
          ...{ area: "Linking words", weight: 1.86, sessions: 2, of: 6, last_named_on: "2026-11-20" },
          lesson: {
            matched_by: "chapter",
            course_id: "0192f3a4-5a10-7e50-8c00-1f7d3b2a9c01",
            course_title: "Writing in English",
            lesson_id: "0192f3a4-5a10-7e50-8c00-1f7d3b2a9c02",
            lesson_number: "9.1",
            video_id: "0192f3a4-5a10-7e50-8c00-1f7d3b2a9c03",
            video_title: "However, therefore, nevertheless",
            duration_seconds: 722,
            watched: [[0, 215]],
            from_seconds: 190,
            to_seconds: 348,
            seen_seconds: 25,
            href: "/watch/0192f3a4-5a10-7e50-8c00-1f7d3b2a9c03?t=190",
          },
        },
      ],
      vocabulary: {
        due: [{ word: "reliable", due_on: "2026-11-18", days_late: 2, interval_days: 14, reviews: 3 }],
        ...{ due_total: 8, due_tomorrow: 4, learned: 54 },
      },
      last_session: {
        id: "0192f3a4-6b10-7c42-9d00-4e7a2b1c9f01",
        created_at: "2026-11-19T18:35:00.000Z",
        session_type: "conversation",
        summary: "Conversation: A talk about your data, 15 min, 905 words, fluency 74",
      },
    },
  },
  handler: async ({ ctx: { scope, now }, language }) => ({
    success: true as const,
    ...(await warmUp(scope, now, language)),
  }),
});
