import "server-only";
import { CourseRecut } from "@/components/courses/course-recut";
import { ClientMessages } from "@/components/shell/client-messages";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { sampledRetention } from "@/lib/domain/videos/queries/retention";
import { type Recut, recutsOf } from "@/lib/domain/videos/queries/versions";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";
import { compareRates } from "@/lib/measure/evidence";
import { share } from "@/lib/measure/rounding";

/** Points of each curve. */
const curvePoints = 100;

/** The course's last re-cut video that both versions have enough viewers of, before and after; nothing without one. */
export async function RecutPart({ scope, courseId }: { scope: Scope; courseId: string }) {
  const [recut, ...others] = await recutsOf(scope, courseId);
  if (!recut) return null;
  const { before, after, title, replaced_at } = recut;
  const [curves, language, { time_zone }] = await Promise.all([
    sampledRetention([before.id, after.id], curvePoints),
    currentLanguage(),
    ownSchool(scope),
  ]);
  const { t, code, and } = language;
  const day = dateFormat(code).longDate(replaced_at, time_zone);
  const shownCut = (cut: Recut["before"], name: string) => ({
    ...{ version: cut.version, name, views: cut.views, viewers: cut.viewers, completed: cut.completers },
    percentage: share(cut.completers, cut.viewers),
    length: cut.duration_ms === null ? t("ui.unknown") : mediaTime(cut.duration_ms / 1000),
    shares: curves.get(cut.id) ?? [],
  });
  return (
    <Section line id="recut">
      <ClientMessages of={["courses.recut"]}>
        <CourseRecut
          title={recutTitle(recut, language)}
          about={t("courses.recut.about", { title, day })}
          difference={differenceText(recut, language)}
          others={
            others.length ? t("courses.recut.others", { titles: and(others.map((one) => one.title)) }) : null
          }
          href={`/videos/${after.id}`}
          cuts={[shownCut(before, t("courses.recut.before")), shownCut(after, t("courses.recut.after"))]}
        />
      </ClientMessages>
    </Section>
  );
}

const rateOf = ({ completers, viewers }: Recut["before"]) => ({ part: completers, of: viewers });

/** What changed beyond chance; else the two numbers, without a claim. */
export function recutTitle({ title, before, after }: Recut, { t, percent }: Language): string {
  const compared = compareRates(rateOf(after), rateOf(before));
  return t("courses.recut.title", {
    ...{ title, side: compared?.side ?? "same" },
    before: percent(share(before.completers, before.viewers), 0),
    after: percent(share(after.completers, after.viewers), 0),
  });
}

/** The difference with its 95 % interval, in percentage points; null where there is none. */
export function differenceText({ before, after }: Recut, { t, decimal }: Language): string | null {
  const compared = compareRates(rateOf(after), rateOf(before));
  if (!compared?.interval) return null;
  const points = (value: number) => decimal(value * 100, 1);
  return t("courses.recut.difference", {
    ...{ points: points(compared.difference), side: compared.side },
    ...{ low: points(compared.interval.low), high: points(compared.interval.high) },
  });
}
