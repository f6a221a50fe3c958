import type { LiveAttempt } from "@/lib/tracker/live-outbox";
import type { LiveItem } from "@/lib/tracker/live-wire";
import { type Fate, fateOf } from "./sent";

/** One thing that the live client said, and what is known of it. */
export type LiveSent = {
  key: string;
  item: LiveItem;
  fate: Fate;
  status: number;
  /** Why it was refused. */
  detail: string | null;
  attempts: number;
  at: Date;
};

/** More than these are not shown. */
const shownMax = 200;

function keyOf({ route, body }: LiveItem): string {
  if (route === "presence") return `presence ${body.event} ${body.at}`;
  return route === "feedback" ? `feedback ${body.rating} ${body.comment ?? ""}` : `${route} ${body.id}`;
}

/** What was sent so far and one attempt more: newest first, each once, what was counted stays counted. */
export function withLiveAttempt(known: readonly LiveSent[], attempt: LiveAttempt, at: Date): LiveSent[] {
  const key = keyOf(attempt.item);
  const before = known.find((sent) => sent.key === key);
  const fate = before?.fate === "counted" ? "counted" : fateOf(attempt.status);
  const sent: LiveSent = {
    key,
    item: attempt.item,
    fate,
    status: attempt.status,
    detail: fate === "refused" ? (attempt.answer?.detail ?? null) : null,
    attempts: (before?.attempts ?? 0) + 1,
    at,
  };
  return [sent, ...known.filter((other) => other.key !== key)].slice(0, shownMax);
}

/** What was written here, newest first. */
export function writtenOf(sent: readonly LiveSent[]): { key: string; text: string; fate: Fate; at: Date }[] {
  return sent.flatMap(({ key, item, fate, at }) =>
    item.route === "messages" ? [{ key, text: item.body.text, fate, at }] : [],
  );
}

/** What became of the latest rating; null before the first. */
export function ratingFate(sent: readonly LiveSent[]): Fate | null {
  return sent.find(({ item }) => item.route === "feedback")?.fate ?? null;
}

/** In words, what one of them says. */
export function liveWords({ route, body }: LiveItem): [kind: string, words: string] {
  if (route === "presence")
    return {
      join: ["Join", "Somebody came"] as [string, string],
      heartbeat: ["Heartbeat", "Still here"] as [string, string],
      leave: ["Leave", "Gone"] as [string, string],
    }[body.event];
  if (route === "messages") return ["Message", body.text];
  if (route === "reactions") return ["Reaction", body.type];
  return ["Rating", `${body.rating} of 5${body.comment ? `, ${body.comment}` : ""}`];
}
