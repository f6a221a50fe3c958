"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import { Popover } from "./popover";
import { useLanguage } from "./use-language";

/** How a number was calculated: plain data, so that a server component can pass it. */
export type Explanation = {
  /** The number as shown: "Took part: 69.4 %". */
  title: string;
  definition: string;
  /** How it is computed, in words. */
  formula?: string | undefined;
  /** The inputs: label and value, in order. */
  operands?: { label: string; value: string }[];
  /** The formula with these values, and its result. */
  result?: { label: string; value: string };
  /** The typical value, and what it was taken from. */
  typical?: string;
  /** The rows that were counted. */
  links?: { label: string; href: string }[];
};

/** A label with a dotted line, and behind it a popover that explains the number. */
export function Explain({ children, explanation }: { children: ReactNode; explanation: Explanation }) {
  const { t } = useLanguage();
  return (
    <Popover
      label={t("ui.explanation")}
      button={children}
      className="-my-1 inline-block py-1 text-left underline decoration-typical-line decoration-dotted decoration-1 underline-offset-4 hover:text-accent hover:decoration-accent aria-expanded:text-accent aria-expanded:decoration-accent"
    >
      <Text explanation={explanation} />
    </Popover>
  );
}

function Text({ explanation }: { explanation: Explanation }) {
  return (
    <>
      <h2 className="pr-7 text-body font-semibold text-ink max-desk:text-lead">{explanation.title}</h2>
      <p className="mt-1 text-small">{explanation.definition}</p>
      {explanation.formula ? <p className="mt-1.5 text-small text-ink-3">{explanation.formula}</p> : null}
      {explanation.operands?.length || explanation.result ? (
        <dl className="mt-3 rounded-[4px] bg-sunk px-3 py-2.5 text-small text-ink tabular-nums">
          {explanation.operands?.map((operand) => (
            <div key={operand.label} className="flex justify-between gap-4">
              <dt>{operand.label}</dt>
              <dd>{operand.value}</dd>
            </div>
          ))}
          {explanation.result ? (
            <div
              className={classNames(
                "flex justify-between gap-4 font-semibold",
                !!explanation.operands?.length && "mt-1.5 border-t border-line-strong pt-1.5",
              )}
            >
              <dt>{explanation.result.label}</dt>
              <dd className="whitespace-nowrap">{explanation.result.value}</dd>
            </div>
          ) : null}
        </dl>
      ) : null}
      {explanation.typical ? <p className="mt-2.5 text-small">{explanation.typical}</p> : null}
      {explanation.links?.length ? (
        <ul className="mt-2.5 text-small">
          {explanation.links.map((link) => (
            <li key={link.label} className="border-b border-line last:border-0">
              <Link
                href={link.href}
                className="flex h-7 items-center justify-between font-medium max-desk:h-11"
              >
                {link.label}
                <Icon name="arrow" />
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
