import "server-only";
import type { HeadlineTerms } from "@/components/sessions/page/headline";
import type { ScoreComponent } from "@/lib/domain/sessions/schema";
import { glossary } from "@/lib/glossary/glossary";

/** What the components of the score are called. */
export function partNames(): Record<ScoreComponent, string> {
  return {
    attendance_rate: glossary.attendance_rate.label,
    engagement_rate: glossary.engagement_rate.label,
    chat_activity: glossary.chat_activity.label,
    peak_retention: glossary.peak_retention.label,
  };
}

/** The glossary's words for the headline numbers: handed to the browser, which need not hold the whole glossary. */
export function headlineTerms(): HeadlineTerms {
  const of = ({ label, definition }: { label: string; definition: string }) => ({ label, definition });
  return {
    engagement_score: of(glossary.engagement_score),
    attendance_rate: of(glossary.attendance_rate),
    average_duration_minutes: of(glossary.average_duration_minutes),
    peak_count: of(glossary.peak_count),
    average_rating: of(glossary.average_rating),
    engagement_rate: of(glossary.engagement_rate),
    parts: partNames(),
  };
}
