import type { ReactNode } from "react";
import { Block, Loading } from "../ui/skeleton";
import { type Crumb, TopLine } from "./page-head";

/**
 * A page's head while its numbers are read: same size, nothing moves when they come. Use it as a Suspense fallback after
 * access was proved, never as a loading file above a page that must be able to answer 404 or 403.
 */
export function PageSkeleton({
  crumbs,
  title,
  children,
}: {
  crumbs: Crumb[];
  title?: string;
  children?: ReactNode;
}) {
  return (
    <>
      <TopLine crumbs={crumbs} />
      <Loading label="Loading the page">
        <div className="pt-3 max-desk:pt-5">
          <div className="h-8 text-title">{title ?? <Block width={320} height={24} />}</div>
          <div className="mt-1 h-5">
            <Block width={420} />
          </div>
          <div className="mt-4 h-[52px] pt-1.5">
            <Block width={560} height={14} />
          </div>
        </div>
      </Loading>
      {children}
    </>
  );
}
