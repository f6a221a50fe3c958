type Props = {
  /** When the person was there, in seconds of the session's axis; the end is not part of it. */
  spans: readonly { from: number; to: number }[];
  seconds: number;
  /** "Present 18:02 to 19:26". */
  label: string;
  height?: number;
};

/** One person's presence on the axis of the timeline. Percent positions, so that it renders on the server at any width. */
export function PresenceStrip({ spans, seconds, label, height = 12 }: Props) {
  const share = (second: number) =>
    seconds > 0 ? round((Math.max(0, Math.min(seconds, second)) / seconds) * 100) : 0;
  return (
    <svg width="100%" height={height} role="img" aria-label={label} className="block">
      <rect width="100%" height={height} rx="2" style={{ fill: "var(--seen-0)" }} />
      {spans.map(({ from, to }) => (
        <rect
          key={from}
          x={`${share(from)}%`}
          width={`${round(share(to) - share(from))}%`}
          height={height}
          style={{ fill: "var(--seen-2)" }}
        />
      ))}
    </svg>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
