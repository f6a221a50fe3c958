import type { Language } from "@/lib/language/language";
import type { LiveItem, VideoItem } from "@/lib/tracker/wire";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import { useLanguage } from "../ui/use-language";
import { contentOf, type Sent } from "./sent";

const pips = { counted: "good", refused: "bad", waiting: "planned", handed: "rest" } as const;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** A beacon's columns: what kind it is, and what it says. */
export function beaconColumns(item: VideoItem, { t, decimal }: Language): [kind: string, content: string] {
  if (item.type === "view") return [t("player.log.view"), t("player.log.view_about")];
  const ranges = item.played.map(([from, to]) =>
    t("player.log.range", { from: decimal(from), to: decimal(to) }),
  );
  return [
    t(`player.log.${item.type}`, { seq: item.seq }),
    ranges.join(", ") || t("player.log.nothing_played"),
  ];
}

/** The columns of what the live script sends. */
export function liveColumns({ route, body }: LiveItem, { t }: Language): [kind: string, content: string] {
  if (route === "presence") return [t(`player.log.${body.event}`), t(`player.log.${body.event}_about`)];
  if (route === "messages") return [t("player.log.message"), body.text];
  if (route === "reactions") return [t("player.log.reaction"), body.type];
  const { rating, comment } = body;
  return [
    t("player.log.rating"),
    comment ? t("player.log.of_five_with_comment", { rating, comment }) : t("player.log.of_five", { rating }),
  ];
}

/** Everything that a script sent, newest first; each line opens to show its content. */
export function SentLog<Item extends VideoItem | LiveItem>({
  sent,
  columns,
  sub,
  label,
  empty,
  countedWord,
}: {
  sent: readonly Sent<Item>[];
  columns: (item: Item, language: Language) => [kind: string, content: string];
  sub: string;
  /** Names the list for screen readers. */
  label: string;
  /** Shown before the first item. */
  empty: string;
  /** In place of "Counted". */
  countedWord?: string | undefined;
}) {
  const language = useLanguage();
  const { t } = language;
  return (
    <Section title={t("player.log.title")} sub={sub}>
      {sent.length === 0 ? (
        <p className="border-t border-line pt-4 text-ink-2">{empty}</p>
      ) : (
        <ol aria-label={label} className="max-w-(--plot) border-b border-line">
          {sent.map(({ key, item, outcome, status, detail, attempts, at }) => {
            const [kind, content] = columns(item, language);
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
                        {(outcome === "counted" ? countedWord : undefined) ?? t(`player.log.${outcome}`)}
                      </Tag>
                    </span>
                  </summary>
                  <div className="pb-3">
                    <p className="py-2 text-axis text-ink-2">
                      {t("player.log.answer", {
                        answered: status ? "yes" : "no",
                        status,
                        detail: detail ?? "none",
                        attempts,
                      })}
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
