import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { middlePeople, stepsOf } from "@/lib/domain/gamification/steps";

/** How many people earned how much; the reader's step is dark. Steps of few people are joined, so that none shows who it is. */
export function XpSteps({ people }: { people: readonly { xp: number; is_you: boolean }[] }) {
  const { t, count } = useLanguage();
  const xp = people.map((one) => one.xp);
  const middle = middlePeople(xp);
  const steps = stepsOf(xp);
  const most = Math.max(...steps.map((step) => step.people));
  const own = people.find(({ is_you }) => is_you)?.xp;
  const last = steps.at(-1);
  if (!middle) return null;
  return (
    <Section
      id="distribution"
      title={t("gamification.steps.title", {
        low: middle.low,
        high: middle.high,
        people: people.length,
      })}
      sub={t("gamification.steps.about", { median: middle.median })}
      line
    >
      <SimpleTable
        label={t("gamification.steps.label")}
        rows={steps}
        rowKey={({ from }) => from}
        columns={[
          {
            label: t("gamification.steps.xp"),
            className: "w-32",
            cell: (step) =>
              step === last
                ? t("gamification.steps.from", { from: step.from })
                : t("gamification.steps.range", { from: step.from, to: step.before - 1 }),
          },
          {
            label: t("gamification.steps.label"),
            cell: (step) => (
              <span
                aria-hidden="true"
                className={`block h-4 ${own !== undefined && own >= step.from && own < step.before ? "bg-accent" : "bg-seen-2"}`}
                style={{ width: `${(step.people / most) * 100}%` }}
              />
            ),
          },
          {
            label: t("gamification.steps.people"),
            align: "end",
            className: "w-20",
            cell: (step) => count(step.people),
          },
        ]}
      />
    </Section>
  );
}
