import type { Language } from "@/lib/language/language";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { CountedFunnel } from "./schema";

/** How many took all steps, in counts; where most stop, if that is beyond chance; and who can still go on. */
export function funnelFindings(
  {
    funnel,
    steps,
    largest_loss_step,
    can_go_on,
  }: Pick<CountedFunnel, "funnel" | "steps" | "largest_loss_step" | "can_go_on">,
  { t }: Language,
): Finding[] {
  const [first, last] = [steps[0]?.people, steps.at(-1)?.people];
  const findings: Finding[] = [];
  if (first && last != null)
    findings.push(key(t("trends.funnels.all_steps", { part: last, of: first, steps: steps.length })));
  if (largest_loss_step !== null) {
    const [before, after] = [steps[largest_loss_step - 2]?.people, steps[largest_loss_step - 1]?.people];
    if (before && after != null)
      findings.push(
        plain(
          t("trends.funnels.most_stop", {
            ...{ lost: before - after, of: before },
            ...{ step: largest_loss_step - 1, next: largest_loss_step },
          }),
        ),
      );
  }
  if (can_go_on)
    findings.push(plain(t("trends.funnels.can_go_on", { people: can_go_on, days: funnel.window_days })));
  return findings;
}
