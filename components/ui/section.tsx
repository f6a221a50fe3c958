import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** A part of a page: 48 px below the last, with a title that states its subject or finding, and tools at the right. */
export function Section({
  title,
  sub,
  tools,
  line = false,
  children,
  className,
  id,
}: {
  /** None where a chart brings its own. */
  title?: ReactNode;
  sub?: ReactNode;
  tools?: ReactNode;
  /** A hairline above. */
  line?: boolean;
  children: ReactNode;
  className?: string;
  id?: string;
}) {
  return (
    <section
      id={id}
      className={classNames("mt-12 max-columns:mt-10", line && "border-t border-line pt-5", className)}
    >
      {title ? <SectionHead title={title} sub={sub} tools={tools} /> : null}
      {children}
    </section>
  );
}

export function SectionHead({ title, sub, tools }: { title: ReactNode; sub?: ReactNode; tools?: ReactNode }) {
  return (
    <div className="mb-4 flex break-after-avoid items-start gap-6 max-rail:flex-wrap max-rail:gap-2">
      <div className="min-w-0">
        <h2 className="text-h2 text-balance">{title}</h2>
        {sub ? <p className="max-w-[780px] text-small text-ink-2">{sub}</p> : null}
      </div>
      {tools ? (
        <div className="-mr-2 ml-auto flex flex-none gap-0.5 max-rail:ml-0 print:hidden">{tools}</div>
      ) : null}
    </div>
  );
}

/** A chart 896 wide and a rail of 224 with its numbers; one below the other where both do not fit. */
export function Split({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      data-split
      className={classNames(
        "grid grid-cols-[minmax(0,1fr)_var(--rail)] gap-(--gap) max-rail:grid-cols-[minmax(0,1fr)]",
        className,
      )}
    >
      {children}
    </div>
  );
}
