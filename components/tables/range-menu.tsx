"use client";

import { Button, buttonClass } from "@/components/ui/button";
import { Form, InputField } from "@/components/ui/form";
import { Icon } from "@/components/ui/icon";
import { Popover } from "@/components/ui/popover";
import { useUrlChange } from "@/components/ui/url-state";
import { useLanguage } from "@/components/ui/use-language";
import type { Day } from "@/lib/platform/time";
import type { RangeChoices } from "./range-choices";

/** Which days the page counts, kept in the URL as `from` and `to`; without them all time. Days are the school's. */
export function RangeMenu({ range }: { range: RangeChoices }) {
  const { t } = useLanguage();
  const change = useUrlChange({ push: true, server: true });
  const chosen = range.from !== null || range.to !== null;
  return (
    <Popover
      label={t("tables.range.title")}
      align="end"
      width={264}
      className={buttonClass(chosen ? "active" : "plain")}
      button={
        <>
          {range.label}
          <Icon name="chevron" />
        </>
      }
    >
      {(close) => {
        const choose = (from: Day | null, to: Day | null) => {
          change({ from, to });
          close();
        };
        return (
          <div className="grid gap-1">
            <h2 className="mb-1 pr-7 text-body font-semibold text-ink">{t("tables.range.title")}</h2>
            <Choice chosen={!chosen} onChoose={() => choose(null, null)}>
              {t("tables.range.all_time")}
            </Choice>
            {range.spans.map((span) => (
              <Choice key={span.from} chosen={span.chosen} onChoose={() => choose(span.from, range.today)}>
                {span.label}
              </Choice>
            ))}
            <Form
              className="mt-2 gap-2 border-t border-line pt-3"
              onGiven={(form) => {
                const [from, to] = [String(form.get("from") ?? ""), String(form.get("to") ?? "")];
                // Days in the wrong order are swapped.
                if (from && to && from > to) choose(to, from);
                else choose(from || null, to || null);
              }}
            >
              <DayField
                name="from"
                label={t("tables.range.from")}
                value={range.from ?? ""}
                today={range.today}
              />
              <DayField name="to" label={t("tables.range.to")} value={range.to ?? ""} today={range.today} />
              <Button type="submit">{t("tables.range.show")}</Button>
            </Form>
          </div>
        );
      }}
    </Popover>
  );
}

function Choice({
  chosen,
  onChoose,
  children,
}: {
  chosen: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className="-mx-2 flex h-8 items-center justify-between rounded-[4px] px-2 text-left text-ink hover:bg-hover max-desk:h-11"
    >
      <span>{children}</span>
      {chosen ? <Icon name="check" /> : null}
    </button>
  );
}

function DayField({ name, label, value, today }: { name: string; label: string; value: string; today: Day }) {
  return <InputField label={label} type="date" name={name} defaultValue={value} max={today} />;
}
