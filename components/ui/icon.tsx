const paths = {
  up: { box: 10, d: "M5 1v8M1.5 4.5 5 1l3.5 3.5", width: 1.5 },
  down: { box: 10, d: "M5 1v8M1.5 5.5 5 9l3.5-3.5", width: 1.5 },
  same: { box: 10, d: "M1 5h8", width: 1.5 },
  chevron: { box: 10, d: "m2 3.5 3 3 3-3", width: 1.4 },
  check: { box: 10, d: "m1.5 5 2.5 2.5 4.5-5", width: 1.8 },
  arrow: { box: 12, d: "M2 6h8M6.5 2.5 10 6l-3.5 3.5", width: 1.4 },
  close: { box: 12, d: "m2 2 8 8M10 2l-8 8", width: 1.4 },
  find: { box: 14, d: "M10.2 6A4.2 4.2 0 1 1 1.8 6a4.2 4.2 0 0 1 8.4 0ZM9.2 9.2l3.3 3.3", width: 1.4 },
  notice: { box: 16, d: "M15 8A7 7 0 1 1 1 8a7 7 0 0 1 14 0ZM8 4v5M8 11v1.2", width: 1.5 },
  warning: { box: 14, d: "M7 1.6 13 12.4H1ZM7 5.4v3.4M7 10v1.1", width: 1.4 },
  fullScreen: { box: 16, d: "M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4", width: 1.5 },
  // A width of 0: a filled shape.
  play: { box: 16, d: "M4 2.5v11l9.5-5.5z", width: 0 },
  pause: { box: 16, d: "M4 2.5h3v11H4zM9 2.5h3v11H9z", width: 0 },
  grip: { box: 16, d: "M3 5h10M3 8h10M3 11h10", width: 1.5 },
  print: { box: 16, d: "M4 6V2h8v4M4 12H2V6h12v6h-2M4 10h8v4H4z", width: 1.4 },
  menu: { box: 18, d: "M2 5h14M2 9h14M2 13h14", width: 1.5 },
} as const;

type IconName = keyof typeof paths;

/** A mark beside words (the typeface has no arrows); it is hidden from screen readers, so words must say the same. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  const { box, d, width } = paths[name];
  return (
    <svg
      width={box}
      height={box}
      viewBox={`0 0 ${box} ${box}`}
      aria-hidden="true"
      className={className ?? "flex-none"}
    >
      <path d={d} fill={width ? "none" : "currentColor"} stroke="currentColor" strokeWidth={width} />
    </svg>
  );
}

/** A school's logo, else Lectern's with its name. */
export function Brand({ logo, school }: { logo?: string | null; school?: string | null }) {
  // biome-ignore lint/performance/noImgElement: it is small, and comes from our own route
  if (logo) return <img src={logo} alt={school ?? ""} className="h-7 max-w-[160px] object-contain" />;
  return (
    <>
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className="flex-none">
        <path d="M2.5 8.8 17.5 4" stroke="var(--accent)" strokeWidth="2.4" strokeLinecap="round" />
        <path
          d="M10 7.2V17M6 17h8"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          fill="none"
        />
      </svg>
      Lectern
    </>
  );
}
