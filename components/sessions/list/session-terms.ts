import { glossary } from "@/lib/glossary/glossary";
import type { SessionTerms } from "./session-columns";

/** The glossary's words for the columns of the sessions' table: handed to the browser, which need not hold the whole glossary. */
export function sessionTerms(): SessionTerms {
  return {
    came: glossary.total_attended,
    rate: glossary.attendance_rate,
    watched: glossary.average_duration_minutes,
    took_part: glossary.engagement_rate,
    rating: glossary.average_rating,
    score: glossary.engagement_score,
    peak: glossary.peak_count,
    messages: glossary.chat_message_count,
    questions: glossary.questions_asked,
    reactions: glossary.reaction_count,
  };
}
