import { classNames } from "./class-names";
import { useLanguage } from "./use-language";

/** A flat block in the place of text or a chart that is loading; it is not animated. Sizes in px; without a width it fills the line. */
export function Block({
  width,
  height = 12,
  className,
}: {
  width?: number | string;
  height?: number;
  className?: string;
}) {
  return (
    <span
      className={classNames("inline-block max-w-full rounded-box bg-seen-0 align-middle", className)}
      style={{ width: width ?? "100%", height }}
    />
  );
}

/** Announces that a part is loading; the blocks inside are hidden from screen readers. */
export function Loading({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div aria-busy="true">
      <span className="sr-only" role="status">
        {label}
      </span>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** A chart's placeholder: grid lines, base line and a flat block; no invented curve. */
export function ChartSkeleton({ height, label }: { height: number; label: string }) {
  return (
    <Loading label={label}>
      <div className="relative border-b border-line-strong" style={{ height }}>
        <i className="absolute inset-x-0 top-1/6 border-t border-line" />
        <i className="absolute inset-x-0 top-1/2 bottom-0 border-t border-line bg-seen-0" />
      </div>
    </Loading>
  );
}

/** A table's placeholder: its head and its rows. */
export function TableSkeleton({ rows, rowHeight = 36 }: { rows: number; rowHeight?: number }) {
  const { t } = useLanguage();
  return (
    <Loading label={t("ui.loading_table")}>
      <div className="h-8 border-b border-line-strong" />
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks have no other identity
          key={index}
          className="flex items-center gap-8 border-b border-line"
          style={{ height: rowHeight }}
        >
          <Block width="32%" />
          <Block width="12%" />
          <Block width="12%" className="ml-auto" />
          <Block width="8%" />
        </div>
      ))}
    </Loading>
  );
}
