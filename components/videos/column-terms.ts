import { glossary } from "@/lib/glossary/glossary";
import type { ColumnTerms } from "./columns";

/** The glossary's words for the columns of the videos' table: handed to the browser, which need not hold the whole glossary. */
export function columnTerms(): ColumnTerms {
  const { duration_seconds, total_views, unique_viewers, average_watched_percentage } = glossary;
  const { completion_rate, replay_ratio, total_watch_time_seconds } = glossary;
  return {
    length: duration_seconds,
    views: total_views,
    viewers: unique_viewers,
    watched: average_watched_percentage,
    completion: completion_rate,
    replayed: replay_ratio,
    watch_time: total_watch_time_seconds,
  };
}
