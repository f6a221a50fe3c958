"use client";

import { lazy, type ReactNode } from "react";
import { classNames } from "./class-names";
import { Popover } from "./popover";

const WhyText = lazy(() => import("./why-text"));

/** Where a number comes from: plain data, so that a server component can hand it over. */
export type Why = {
  /** The number as shown: "Took part: 69.4 %". */
  title: string;
  definition: string;
  /** What went in: label and value, in order. */
  operands?: { label: string; value: string }[];
  /** The formula with these values, and what it gave. */
  result?: { label: string; value: string };
  /** What is usual, and what that was taken from. */
  typical?: string;
  /** The rows it was counted from. */
  links?: { label: string; href: string }[];
};

/** A label that can be asked "why this number"; the dotted line says so. */
export function Ask({ children, why, className }: { children: ReactNode; why: Why; className?: string }) {
  return (
    <Popover
      label="Why this number"
      trigger={(props) => (
        <button
          {...props}
          type="button"
          className={classNames(
            "-my-1 inline-block py-1 text-left underline decoration-typical-line decoration-dotted decoration-1 underline-offset-4 hover:text-accent hover:decoration-accent aria-expanded:text-accent aria-expanded:decoration-accent",
            className,
          )}
        >
          {children}
        </button>
      )}
    >
      <WhyText why={why} />
    </Popover>
  );
}
