import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { achievementOf, achievements } from "@/lib/domain/gamification/achievements";
import { dateFormat } from "@/lib/language/dates";

type Own = {
  level: number;
  total_xp: number;
  xp_to_next_level: number;
  current_streak: number;
  longest_streak: number;
  achievements: readonly { achievement_id: string; name: string; earned_at: string }[];
};

/** A learner's level, streak and achievements: those that they have, the latest first, then those that they can still earn. */
export function Achievements({ own, zone }: { own: Own; zone: string }) {
  const language = useLanguage();
  const { t } = language;
  const { longDate } = dateFormat(language.code);
  const earned = own.achievements.map(({ achievement_id: id, name, earned_at }) => ({
    ...{ id, earned: longDate(earned_at, zone) },
    name: achievementOf(id) ? t(`gamification.achievements.names.${id as "first_video"}`) : name,
  }));
  const ids = new Set(earned.map(({ id }) => id));
  const open = achievements
    .filter(({ id }) => !ids.has(id))
    .map(({ id }) => ({ id, earned: null, name: t(`gamification.achievements.names.${id}`) }));
  return (
    <Section
      id="achievements"
      title={t("gamification.achievements.title", { earned: earned.length })}
      sub={t("gamification.achievements.about", {
        level: own.level,
        xp: own.total_xp,
        more: own.xp_to_next_level,
        next: own.level + 1,
        streak: own.current_streak,
        longest: own.longest_streak,
      })}
      line
    >
      <div className="max-w-[560px]">
        <SimpleTable
          label={t("gamification.achievements.label")}
          rows={[...earned, ...open]}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t("gamification.achievements.achievement"),
              cell: ({ name, earned }) => (earned ? name : <span className="text-ink-2">{name}</span>),
            },
            {
              label: t("gamification.achievements.earned"),
              align: "end",
              cell: ({ earned }) =>
                earned ?? <span className="text-ink-3">{t("gamification.achievements.open")}</span>,
            },
          ]}
        />
      </div>
    </Section>
  );
}
