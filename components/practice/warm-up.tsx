import { RowStrip } from "@/components/charts/row-strip";
import { FindWords } from "@/components/shell/commands";
import { Change, type ChangeProps } from "@/components/ui/change";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import type { LessonStretch } from "@/lib/domain/practice/schema";
import { type DueWord, reviewDays } from "@/lib/domain/practice/spacing";
import { mediaTime } from "@/lib/language/numbers";

export type WarmUpArea = {
  key: string;
  area: string;
  /** "Named in 5 of your 6 sessions of the last 7 days, last yesterday." */
  reason: string;
  lesson: LessonStretch | null;
  /** What followed for the people who watched it; null where no seconds of a video treat the area. */
  followed: { change: ChangeProps | null; text: string } | null;
};

/** The areas to begin with, each with its reason and the stretch that treats it, and the words that are due. */
export function WarmUp({
  areas,
  words,
  due,
  wordsText,
}: {
  areas: readonly WarmUpArea[];
  words: readonly DueWord[];
  /** How many are due; the first of them are listed. */
  due: number;
  /** How many words there are, and how many are due tomorrow. */
  wordsText: string;
}) {
  const { t } = useLanguage();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_var(--rail)] gap-(--gap) max-rail:grid-cols-[minmax(0,1fr)]">
      {areas.length > 0 ? (
        <ol className="border-t border-line">
          {areas.map((one) => (
            <li
              key={one.key}
              className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-6 gap-y-2 border-b border-line py-3 text-small max-columns:grid-cols-[minmax(0,1fr)]"
            >
              <div>
                <h3 className="text-body font-semibold wrap-anywhere">{one.area}</h3>
                <p className="text-ink-2">{one.reason}</p>
              </div>
              {one.lesson ? (
                <div className="min-w-0">
                  <Stretch lesson={one.lesson} />
                  {one.followed ? (
                    <p className="mt-1.5 text-axis text-ink-3">
                      {one.followed.change ? (
                        <>
                          <Change {...one.followed.change} />{" "}
                        </>
                      ) : null}
                      {one.followed.text}
                    </p>
                  ) : null}
                </div>
              ) : (
                <p className="text-ink-2">
                  {t("practice.warm_up.no_lesson")}{" "}
                  <span className="print:hidden">
                    <FindWords words={one.area}>{t("practice.warm_up.find_lessons")}</FindWords>
                  </span>
                </p>
              )}
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-small text-ink-2">{t("practice.warm_up.no_areas")}</p>
      )}
      <Words words={words} due={due} text={wordsText} />
    </div>
  );
}

/** The stretch of a video that treats an area: what of it is watched, and where it begins and ends. */
function Stretch({ lesson }: { lesson: LessonStretch }) {
  const { t } = useLanguage();
  const { from_seconds, to_seconds, duration_seconds, seen_seconds, href, watched } = lesson;
  const [from, to] = [from_seconds ?? 0, to_seconds ?? duration_seconds];
  const part = from_seconds !== null && to !== null;
  return (
    <div className="min-w-0">
      <div className="mb-2 flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <span className="block font-medium wrap-anywhere">{lesson.video_title}</span>
          <span className="block text-axis text-ink-3">
            {t("practice.warm_up.place", {
              course: lesson.course_title,
              in_lesson: lesson.lesson_number ? "yes" : "no",
              lesson: lesson.lesson_number ?? "",
            })}
          </span>
        </p>
        {href ? (
          <LinkButton href={href}>
            <Icon name="play" />
            {part
              ? t("practice.warm_up.from_to", { from: mediaTime(from), to: mediaTime(to) })
              : t("learning.row.watch")}
            <span className="sr-only">{lesson.video_title}</span>
          </LinkButton>
        ) : null}
      </div>
      {duration_seconds ? (
        <>
          <div className="relative">
            <RowStrip
              kind="stretches"
              length={duration_seconds}
              stretches={watched.map(([start, end]) => ({ from: start, to: end }))}
              className="block w-full"
            />
            {part ? (
              <span
                aria-hidden="true"
                className="absolute -inset-y-1 border-2 border-ink"
                style={{
                  left: `${(from / duration_seconds) * 100}%`,
                  width: `${(Math.max(0, to - from) / duration_seconds) * 100}%`,
                }}
              />
            ) : null}
          </div>
          <p className="mt-1.5 flex justify-between text-axis text-ink-3 tabular-nums">
            <span>{mediaTime(0)}</span>
            <span className="text-ink-2">
              {t("practice.warm_up.seen", {
                length: mediaTime((to ?? duration_seconds) - from),
                any: seen_seconds > 0 ? "yes" : "no",
                seen: mediaTime(seen_seconds),
              })}
            </span>
            <span>{mediaTime(duration_seconds)}</span>
          </p>
        </>
      ) : null}
    </div>
  );
}

function Words({ words, due, text }: { words: readonly DueWord[]; due: number; text: string }) {
  const { t } = useLanguage();
  return (
    <section className="text-small">
      <h3 className="text-body font-semibold">
        {t("practice.words.title", { count: due, listed: words.length, rest: due - words.length })}
      </h3>
      {words.length > 0 ? (
        <ul className="mt-2 border-t border-line">
          {words.map(({ word, days_late, interval_days, reviews }) => (
            <li
              key={word}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-b border-line py-2 tabular-nums"
            >
              <b className="font-medium wrap-anywhere">{word}</b>
              <span className={days_late > 0 ? "text-warn" : "text-ink-2"}>
                {t("practice.words.late", { days: days_late })}
              </span>
              <Reviews done={reviews} />
              <span className="text-axis text-ink-3">
                {t("practice.words.interval", { days: interval_days })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-2 text-axis text-ink-3">{text}</p>
    </section>
  );
}

/** A box for each review: those that it has had are filled, the one that is due is framed. */
function Reviews({ done }: { done: number }) {
  const { t } = useLanguage();
  return (
    <span
      role="img"
      aria-label={t("practice.words.review", { number: done + 1, of: reviewDays.length })}
      className="flex items-center gap-0.5"
    >
      {reviewDays.map((days, index) => (
        <i
          key={days}
          className={
            index < done
              ? "h-1.5 w-3 bg-seen-3"
              : index === done
                ? "h-1.5 w-3 border border-ink"
                : "h-1.5 w-3 bg-seen-0"
          }
        />
      ))}
    </span>
  );
}
