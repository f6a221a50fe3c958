import Link from "next/link";
import type { Why } from "./ask";
import { classNames } from "./class-names";
import { Icon } from "./icon";

/** What a number's popover says. Loaded with the first question. */
export default function WhyText({ why }: { why: Why }) {
  return (
    <>
      <h2 className="pr-7 text-body font-semibold text-ink max-desk:text-lead">{why.title}</h2>
      <p className="mt-1 text-small">{why.definition}</p>
      {why.operands?.length || why.result ? (
        <dl className="mt-3 rounded-[4px] bg-sunk px-3 py-2.5 text-small text-ink tabular-nums">
          {why.operands?.map((operand) => (
            <div key={operand.label} className="flex justify-between gap-4">
              <dt>{operand.label}</dt>
              <dd>{operand.value}</dd>
            </div>
          ))}
          {why.result ? (
            <div
              className={classNames(
                "flex justify-between gap-4 font-semibold",
                !!why.operands?.length && "mt-1.5 border-t border-line-strong pt-1.5",
              )}
            >
              <dt>{why.result.label}</dt>
              <dd className="whitespace-nowrap">{why.result.value}</dd>
            </div>
          ) : null}
        </dl>
      ) : null}
      {why.typical ? <p className="mt-2.5 text-small">{why.typical}</p> : null}
      {why.links?.length ? (
        <ul className="mt-2.5 text-small">
          {why.links.map((link) => (
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
