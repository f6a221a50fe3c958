import { decimal } from "@/lib/platform/format";
import type { LiveItem, VideoItem } from "@/lib/tracker/wire";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import { contentOf, type Outcome, type Sent } from "./sent";

const pips = { counted: "good", refused: "bad", waiting: "planned", handed: "rest" } as const;
const outcomeWords: Record<Outcome, string> = {
  counted: "Counted",
  refused: "Refused",
  waiting: "Waiting to retry",
  handed: "Passed to the browser",
};

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** A beacon's columns: what kind it is, and what it says. */
export function beaconColumns(item: VideoItem): [kind: string, content: string] {
  if (item.type === "view") return ["View", "The player was loaded"];
  const ranges = item.played.map(([from, to]) => `${decimal(from)} to ${decimal(to)} s`);
  const kind = item.type === "complete" ? "Complete" : "Progress";
  return [`${kind} ${item.seq}`, ranges.join(", ") || "Nothing new was played"];
}

const presenceColumns = {
  join: ["Join", "Joined the session"],
  heartbeat: ["Heartbeat", "Still present"],
  leave: ["Leave", "Left the session"],
} satisfies Record<string, [string, string]>;

/** The columns of what the live script sends. */
export function liveColumns({ route, body }: LiveItem): [kind: string, content: string] {
  if (route === "presence") return presenceColumns[body.event] as [string, string];
  if (route === "messages") return ["Message", body.text];
  if (route === "reactions") return ["Reaction", body.type];
  return ["Rating", `${body.rating} of 5${body.comment ? `, ${body.comment}` : ""}`];
}

/** Everything that a script sent, newest first; each line opens to show its content. */
export function SentLog<Item extends VideoItem | LiveItem>({
  sent,
  columns,
  sub,
  label,
  empty,
  countedWord = outcomeWords.counted,
}: {
  sent: readonly Sent<Item>[];
  columns: (item: Item) => [kind: string, content: string];
  sub: string;
  /** Names the list for screen readers. */
  label: string;
  /** Shown before the first item. */
  empty: string;
  countedWord?: string;
}) {
  return (
    <Section title="What is sent" sub={sub}>
      {sent.length === 0 ? (
        <p className="border-t border-line pt-4 text-ink-2">{empty}</p>
      ) : (
        <ol aria-label={label} className="max-w-(--plot) border-b border-line">
          {sent.map(({ key, item, outcome, status, detail, attempts, at }) => {
            const [kind, content] = columns(item);
            return (
              <li key={key} className="border-t border-line">
                <details>
                  <summary className="grid min-h-9 cursor-pointer list-none grid-cols-[72px_112px_minmax(0,1fr)_auto] items-center gap-x-4 py-2 text-small hover:bg-hover max-rail:grid-cols-[auto_minmax(0,1fr)_auto] [&::-webkit-details-marker]:hidden">
                    <time dateTime={at.toISOString()} className="text-ink-3 tabular-nums">
                      {clock.format(at)}
                    </time>
                    <span className="font-medium tabular-nums">{kind}</span>
                    <span className="truncate text-ink-2 tabular-nums max-rail:col-span-full max-rail:row-start-2">
                      {content}
                    </span>
                    <span className="max-rail:col-start-3 max-rail:row-start-1">
                      <Tag pip={pips[outcome]}>
                        {outcome === "counted" ? countedWord : outcomeWords[outcome]}
                      </Tag>
                    </span>
                  </summary>
                  <div className="pb-3">
                    <p className="py-2 text-axis text-ink-2">
                      {status ? `Answered ${status}` : "No answer"}
                      {detail ? ` (${detail})` : ""},{" "}
                      {attempts === 1 ? "first attempt" : `attempt ${attempts}`}
                    </p>
                    <pre className="overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] text-ink-2">
                      {contentOf(item)}
                    </pre>
                  </div>
                </details>
              </li>
            );
          })}
        </ol>
      )}
    </Section>
  );
}
