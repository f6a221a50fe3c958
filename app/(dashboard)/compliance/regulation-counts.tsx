import { currentLanguage } from "@/lib/auth/language";
import type { complianceOf } from "@/lib/domain/compliance/status";
import { statusOrder } from "@/lib/domain/compliance/status";

const squares = { ok: "bg-seen-2", attention: "bg-warn", failing: "bg-bad" } as const;

/** How many checks of each regulation are in order, with a square for each. */
export async function RegulationCounts({ regulations }: { regulations: ReturnType<typeof complianceOf> }) {
  const { t } = await currentLanguage();
  return (
    <ul
      aria-label={t("compliance.laws.label")}
      className="mt-8 grid grid-cols-2 border-y border-line desk:grid-cols-4"
    >
      {regulations.map(({ regulation, items }) => {
        const of = (status: keyof typeof squares) => items.filter((one) => one.status === status).length;
        const [failing, attention] = [of("failing"), of("attention")];
        return (
          <li
            key={regulation}
            className="border-line py-4 pr-4 max-desk:even:border-l max-desk:even:pl-4 desk:not-first:border-l desk:not-first:pl-4"
          >
            <p className="text-small text-ink-2">{t(`compliance.laws.${regulation}`)}</p>
            <p className="text-h2 tabular-nums">
              {t("compliance.laws.in_order", { ok: of("ok"), total: items.length })}
            </p>
            <p className="text-small text-ink-2">
              {failing + attention === 0
                ? t("compliance.laws.nothing")
                : t("compliance.laws.open", {
                    ...{ failing, attention },
                    both: failing > 0 && attention > 0 ? "yes" : "no",
                  })}
            </p>
            <span aria-hidden="true" className="mt-2 flex gap-0.5">
              {[...items]
                .sort((one, other) => statusOrder(other.status) - statusOrder(one.status))
                .map(({ item, status }) => (
                  <i key={item} className={`h-2 max-w-7 flex-1 ${squares[status]}`} />
                ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
