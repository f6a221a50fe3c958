import type { ReactNode } from "react";
import type { Words } from "@/lib/glossary/glossary";
import { count, countedBelow, decimal, durationParts, unknown } from "@/lib/platform/format";
import { Change, type ChangeProps } from "./change";
import { classNames } from "./class-names";
import { Explain, type Explanation } from "./explain";

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
): Pick<NumberProps, "value" | "unit"> {
  if (rate === null) return { value: unknown };
  return base < countedBelow
    ? { value: count(part), unit: `of ${count(base)}` }
    : { value: decimal(rate), unit: "%" };
}

/** A duration in seconds as a headline figure, with small units. */
export function DurationValue({ seconds }: { seconds: number | null }) {
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

/** A page's headline numbers in one line (two columns on a phone). */
export function NumberStrip({ items }: { items: NumberProps[] }) {
  return (
    <div
      className="mt-7 grid grid-cols-(--columns) border-y border-line max-desk:mt-6 max-desk:grid-cols-2 max-desk:border-b-0"
      style={{ "--columns": `repeat(${items.length}, minmax(0, 1fr))` } as React.CSSProperties}
    >
      {items.map((item) => (
        <div
          key={item.label}
          className={classNames(
            "row-span-5 grid grid-rows-subgrid content-start gap-y-0 border-line",
            "desk:border-l desk:p-3.5 desk:px-4 desk:first:border-l-0 desk:first:pl-0 desk:last:pr-0",
            "max-desk:border-b max-desk:py-3 max-desk:odd:pr-4 max-desk:even:border-l max-desk:even:pl-4",
          )}
        >
          <Label {...item} />
          <p className="mt-1 text-number whitespace-nowrap tabular-nums max-desk:text-[24px] max-desk:leading-7">
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
  );
}

/** The same numbers one below the other, for the rail beside a chart (two columns on a phone). */
export function NumberRail({ items }: { items: NumberProps[] }) {
  return (
    <div className="max-desk:grid max-desk:grid-cols-2 max-desk:gap-x-4">
      {items.map((item, index) => (
        <div
          key={item.label}
          className={classNames(
            "border-t border-line py-3 first:border-t-0 first:pt-0",
            index === 1 && "max-desk:border-t-0 max-desk:pt-0",
            items.length % 2 === 1 && "max-desk:last:col-span-2",
          )}
        >
          <Label {...item} />
          <p className="mt-0.5 text-[24px] leading-7 font-medium tracking-[-.02em] tabular-nums max-desk:text-[22px]">
            {item.value}
            {item.unit ? (
              <small className="ml-[3px] text-small font-normal tracking-normal text-ink-2">
                {item.unit}
              </small>
            ) : null}
            {item.base ? (
              <small className="ml-[9px] text-small font-normal tracking-normal text-ink-2 max-desk:ml-0 max-desk:block max-desk:leading-[18px]">
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
