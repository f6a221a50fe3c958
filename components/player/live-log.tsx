import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import { type LiveSent, liveWords } from "./live-sent";
import type { Fate } from "./sent";

const fates: Record<Fate, { words: string; pip: "good" | "bad" | "planned" | "rest" }> = {
  // Whoever runs the session is taken like anyone, and left out of the numbers.
  counted: { words: "Taken", pip: "good" },
  refused: { words: "Refused", pip: "bad" },
  waiting: { words: "Waiting, goes again", pip: "planned" },
  handed: { words: "Left with the browser", pip: "rest" },
};

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** What the live client sent, newest first, each line with the very bytes behind it. */
export function LiveLog({ sent }: { sent: LiveSent[] }) {
  return (
    <Section
      title="What is sent"
      sub="All that leaves this page and how it was answered, by your own clock. Open a line for its content."
    >
      {sent.length === 0 ? (
        <p className="border-t border-line pt-4 text-ink-2">
          Nothing yet. The first line comes when you join; a heartbeat follows every 15 seconds.
        </p>
      ) : (
        <ol aria-label="Sent, newest first" className="max-w-(--plot) border-b border-line">
          {sent.map(({ key, item, fate, status, detail, attempts, at }) => {
            const [kind, words] = liveWords(item);
            return (
              <li key={key} className="border-t border-line">
                <details>
                  <summary className="grid min-h-9 cursor-pointer list-none grid-cols-[72px_88px_minmax(0,1fr)_auto] items-center gap-x-4 py-2 text-small hover:bg-hover max-desk:grid-cols-[auto_minmax(0,1fr)_auto] [&::-webkit-details-marker]:hidden">
                    <time dateTime={at.toISOString()} className="text-ink-3 tabular-nums">
                      {clock.format(at)}
                    </time>
                    <span className="font-medium">{kind}</span>
                    <span className="truncate text-ink-2 max-desk:col-span-full max-desk:row-start-2">
                      {words}
                    </span>
                    <span className="max-desk:col-start-3 max-desk:row-start-1">
                      <Tag pip={fates[fate].pip}>{fates[fate].words}</Tag>
                    </span>
                  </summary>
                  <div className="pb-3">
                    <p className="py-2 text-axis text-ink-2">
                      {status ? `Answered ${status}` : "No answer"}
                      {detail ? ` (${detail})` : ""},{" "}
                      {attempts === 1 ? "first attempt" : `attempt ${attempts}`}
                    </p>
                    <pre className="overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] text-ink-2">
                      {JSON.stringify(item.body, null, 2)}
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
