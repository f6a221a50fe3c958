"use client";

import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Menu } from "@/components/ui/menu";
import { useUrlChange } from "@/components/ui/url-state";
import { useLanguage } from "@/components/ui/use-language";
import { compareMax, compareMin } from "@/lib/domain/sessions/words";

type Chip = { id: string; letter: string; title: string; ranked: boolean };

/** The compared sessions, each with a button to remove it, and a menu to add another. */
export function CompareChips({
  chips,
  others,
}: {
  chips: Chip[];
  /** Sessions that can be added: the latest past ones that are not compared yet. */
  others: { id: string; label: string }[];
}) {
  const { t } = useLanguage();
  const change = useUrlChange({ push: true, server: true });
  const ids = chips.map(({ id }) => id);
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2 print:hidden">
      {chips.map((chip) => (
        <span
          key={chip.id}
          title={chip.ranked ? undefined : t("sessions.compare.shown_not_ranked")}
          className={classNames(
            "inline-flex h-7 max-w-full items-center gap-2 rounded-md border border-line-strong pr-0.5 pl-2.5 text-small",
            !chip.ranked && "border-dashed text-ink-3",
          )}
        >
          <b className="font-semibold text-ink-3">{chip.letter}</b>
          <span className="truncate">{chip.title}</span>
          {chips.length > compareMin ? (
            <button
              type="button"
              aria-label={t("sessions.compare.remove", { title: chip.title })}
              onClick={() => change({ ids: ids.filter((id) => id !== chip.id).join(",") })}
              className="grid size-6 place-items-center text-ink-3 hover:text-ink"
            >
              <Icon name="close" />
            </button>
          ) : (
            <span className="w-1.5" />
          )}
        </span>
      ))}
      {chips.length < compareMax && others.length > 0 ? (
        <Menu
          label={t("sessions.compare.add")}
          value={t("sessions.compare.at_most", { count: compareMax })}
          look="quiet"
          entries={others.map((other) => ({
            type: "action" as const,
            label: other.label,
            onSelect: () => change({ ids: [...ids, other.id].join(",") }),
          }))}
        />
      ) : null}
      <LinkButton look="quiet" href={`/sessions?selected=${ids.join(",")}`}>
        {t("sessions.compare.from_list")}
      </LinkButton>
    </div>
  );
}
