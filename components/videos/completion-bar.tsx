/** A rate (0–100) as a short bar with the school's target as a tick; the number stands beside it. */
export function CompletionBar({ rate, target }: { rate: number; target: number | null }) {
  return (
    <span
      aria-hidden="true"
      className="relative inline-block h-2 w-14 flex-none bg-seen-0"
      title={target === null ? undefined : `The target is ${target} %`}
    >
      <i className="absolute inset-y-0 left-0 bg-seen-2" style={{ width: `${rate}%` }} />
      {target === null ? null : (
        <i className="absolute -inset-y-0.5 w-px bg-ink-2" style={{ left: `${target}%` }} />
      )}
    </span>
  );
}
