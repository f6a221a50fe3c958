import { decimal } from "@/lib/platform/format";
import type { Item } from "@/lib/tracker/wire";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import { contentOf, type Fate, type Sent } from "./sent";

const kinds = { view: "View", progress: "Progress", complete: "Complete" } as const;
const fates: Record<Fate, { words: string; pip: "good" | "bad" | "planned" | "rest" }> = {
  counted: { words: "Counted", pip: "good" },
  refused: { words: "Refused", pip: "bad" },
  waiting: { words: "Waiting, goes again", pip: "planned" },
  handed: { words: "Left with the browser", pip: "rest" },
};

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function wordsOf(item: Item): string {
  if (item.type === "view") return "The player was loaded";
  if (item.played.length === 0) return "Nothing new was played";
  return item.played.map(([from, to]) => `${decimal(from)} to ${decimal(to)} s`).join(", ");
}

/** A quiet log of what the tracker sends, newest first, each line with the very bytes behind it. */
export function BeaconLog({ sent }: { sent: Sent[] }) {
  return (
    <Section
      title="What is sent"
      sub="Each beacon as it leaves this page and is answered, your own clock. Open a line for its content."
    >
      {sent.length === 0 ? (
        <p className="border-t border-line pt-4 text-ink-2">
          Nothing yet. The first beacon goes when the player is ready, the next when you play and pause.
        </p>
      ) : (
        <ol aria-label="Beacons, newest first" className="max-w-(--plot) border-b border-line">
          {sent.map(({ key, item, fate, status, attempts, at }) => (
            <li key={key} className="border-t border-line">
              <details>
                <summary className="grid min-h-9 cursor-pointer list-none grid-cols-[72px_112px_minmax(0,1fr)_auto] items-center gap-x-4 py-2 text-small hover:bg-hover max-desk:grid-cols-[auto_minmax(0,1fr)_auto] [&::-webkit-details-marker]:hidden">
                  <time dateTime={at.toISOString()} className="text-ink-3 tabular-nums">
                    {clock.format(at)}
                  </time>
                  <span className="font-medium tabular-nums">
                    {kinds[item.type]}
                    {item.type === "view" ? "" : ` ${item.seq}`}
                  </span>
                  <span className="text-ink-2 tabular-nums max-desk:col-span-full max-desk:row-start-2">
                    {wordsOf(item)}
                  </span>
                  <span className="max-desk:col-start-3 max-desk:row-start-1">
                    <Tag pip={fates[fate].pip}>{fates[fate].words}</Tag>
                  </span>
                </summary>
                <div className="pb-3">
                  <p className="py-2 text-axis text-ink-2">
                    {status ? `Answered ${status}` : "No answer"},{" "}
                    {attempts === 1 ? "first attempt" : `attempt ${attempts}`}
                  </p>
                  <pre className="overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] text-ink-2">
                    {contentOf(item)}
                  </pre>
                </div>
              </details>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
