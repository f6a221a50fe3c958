import type { ReactNode } from "react";
import type { Words } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { countedBelow, unknown } from "@/lib/language/numbers";
import { Change, type ChangeProps } from "./change";
import { classNames } from "./class-names";
import { Explain, type Explanation } from "./explain";
import { useLanguage } from "./use-language";

export type NumberProps = {
  label: string;
  /** Gives the label its dotted line and the popover behind it. */
  explanation?: Explanation;
  /** The figure, formatted, without its unit; an em dash when it is unknown. */
  value: ReactNode;
  unit?: string;
  /** The base as text: "34 of 42 registered". */
  base?: ReactNode;
  change?: ChangeProps;
  /** A sentence below, where a number needs one. */
  note?: ReactNode;
  /** A sparkline of the last values, 152 × 28. */
  spark?: ReactNode;
};

/** A number's name and explanation from the glossary; `text` is the number in the explanation's title. */
export const explained = ({ label, definition }: Words, text: string, more: Partial<Explanation> = {}) => ({
  label,
  explanation: { title: `${label}: ${text}`, definition, ...more },
});

/** A rate of people as a headline figure: a percentage, or a count where they are few. */
export function shareValue(
  part: number,
  base: number,
  rate: number | null,
  { t, count, decimal }: Language,
): Pick<NumberProps, "value" | "unit"> {
  if (rate === null) return { value: unknown };
  return base < countedBelow
    ? { value: count(part), unit: t("ui.of_base", { base }) }
    : { value: decimal(rate), unit: "%" };
}

/** A duration in seconds as a headline figure, with small units. */
export function DurationValue({ seconds }: { seconds: number | null }) {
  const { durationParts } = useLanguage();
  return durationParts(seconds).map(([value, unit], index) => (
    <span key={unit} className={index ? "ml-1.5" : undefined}>
      {value}
      {unit ? <Unit>{unit}</Unit> : null}
    </span>
  ));
}

function Unit({ children }: { children: ReactNode }) {
  return <small className="ml-[3px] text-body font-normal tracking-normal text-ink-2">{children}</small>;
}

function Label({ label, explanation }: NumberProps) {
  return (
    <h2 className="text-small font-normal text-ink-2">
      {explanation ? <Explain explanation={explanation}>{label}</Explain> : label}
    </h2>
  );
}

/** A page's headline numbers in one line; three across where that is too narrow, two on a phone. */
export function NumberStrip({ items }: { items: NumberProps[] }) {
  return (
    <div className="mt-7 overflow-x-clip border-y border-line max-columns:mt-6">
      <div
        className={classNames(
          // The outer cells' padding and lines lie outside, so that text and tables share their edges.
          "-mx-4 -mt-px grid grid-cols-(--columns) @max-[440px]/page:grid-cols-2!",
          items.length > 4 ? "@max-[1020px]/page:grid-cols-3" : "max-columns:grid-cols-2",
        )}
        style={{ "--columns": `repeat(${items.length}, minmax(0, 1fr))` } as React.CSSProperties}
      >
        {items.map((item) => (
          <div
            key={item.label}
            className="row-span-5 -ml-px grid grid-cols-[minmax(0,1fr)] grid-rows-subgrid content-start gap-y-0 border-t border-l border-line px-4 py-3.5 max-columns:py-3"
          >
            <Label {...item} />
            <p className="mt-1 text-number whitespace-nowrap tabular-nums max-columns:text-[24px] max-columns:leading-7">
              {item.value}
              {item.unit ? <Unit>{item.unit}</Unit> : null}
            </p>
            <p className="mt-0.5 text-small leading-[18px] text-ink-2 empty:hidden">{item.base}</p>
            {item.change ? (
              <p className="mt-0.5">
                <Change {...item.change} />
              </p>
            ) : (
              <span />
            )}
            {item.spark ? <div className="mt-2.5">{item.spark}</div> : <span />}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The same numbers one below the other, for the rail beside a chart; in columns where the rail is under it. */
export function NumberRail({ items }: { items: NumberProps[] }) {
  return (
    <div className="max-rail:grid max-rail:grid-cols-[repeat(auto-fill,minmax(150px,1fr))] max-rail:gap-x-4">
      {items.map((item) => (
        <div key={item.label} className="border-t border-line py-3 rail:first:border-t-0 rail:first:pt-0">
          <Label {...item} />
          <p className="mt-0.5 text-[24px] leading-7 font-medium tracking-[-.02em] tabular-nums max-columns:text-[22px]">
            {item.value}
            {item.unit ? (
              <small className="ml-[3px] text-small font-normal tracking-normal text-ink-2">
                {item.unit}
              </small>
            ) : null}
            {item.base ? (
              <small className="ml-[9px] text-small font-normal tracking-normal text-ink-2 max-rail:ml-0 max-rail:block max-rail:leading-[18px]">
                {item.base}
              </small>
            ) : null}
          </p>
          {item.change ? (
            <p className="mt-0.5 text-small leading-[18px]">
              <Change {...item.change} />
            </p>
          ) : null}
          {item.note ? <p className="mt-0.5 text-small leading-[18px] text-ink-2">{item.note}</p> : null}
        </div>
      ))}
    </div>
  );
}
