"use client";

import { useLanguage } from "@/components/ui/use-language";
import { HoverLine } from "./hover-line";
import { spreadFlags } from "./labels";
import { AxisTicks, BaseLine, Dot, GridLines, Plot, ValueTicks } from "./plot";
import { partScale } from "./scales";
import { ShareLine } from "./share-line";
import { shareAt, shareAxisLength } from "./share-points";
import { ChartSurface } from "./surface";
import { categoryLine } from "./theme";

type OverlaidCurve = {
  key: string;
  letter: string;
  /** 0–100, at equal steps from start to end. */
  shares: readonly number[];
};

type Props = {
  curves: readonly OverlaidCurve[];
  label: string;
  /** The end of the axis: "100 % of the session". */
  endText: string;
  /** The screen reader's text at a moment, 0–1. */
  describe: (moment: number) => string;
};

const base = 260;
const height = 284;
const scale = { ...partScale({ top: 12, base }), ticks: [25, 50, 75, 100] };
const moments = [0, 250, 500, 750, 1000];
/** Closer than this the letters at the ends overlap. */
const letterGap = 13;

/** Up to ten curves of shares on one axis, each with a colour, a letter and, from the seventh, dashes. */
export default function ShareOverlay({ curves, label, endText, describe }: Props) {
  const { percent } = useLanguage();
  const drawn = curves.filter(({ shares }) => shares.length > 0);
  return (
    <ChartSurface
      height={height}
      length={shareAxisLength}
      step={10}
      label={label}
      describe={(thousandths) => describe(thousandths / shareAxisLength)}
    >
      {(width, narrow) => (
        <>
          <Picture curves={curves} endText={endText} width={width} narrow={narrow} />
          <HoverLine
            length={shareAxisLength}
            top={12}
            bottom={base}
            chip={{ top: base + 4, text: (thousandths) => percent(thousandths / 10, 0) }}
            dots={(thousandths) =>
              drawn.map(({ shares }) => scale.y(shareAt(shares, thousandths / shareAxisLength) ?? 0))
            }
            dotColour={(index) => {
              const curve = drawn[index];
              return curve ? categoryLine(curves.indexOf(curve)).stroke : "var(--ink)";
            }}
          />
        </>
      )}
    </ChartSurface>
  );
}

function Picture({
  curves,
  endText,
  width,
  narrow,
}: Pick<Props, "curves" | "endText"> & { width: number; narrow: boolean }) {
  const { percent } = useLanguage();
  const ends = curves
    .flatMap(({ letter, shares }, index) => {
      const share = shares.at(-1);
      return share === undefined ? [] : [{ letter, index, share }];
    })
    .sort((a, b) => b.share - a.share);
  const letters = spreadFlags(
    ends.map(({ share }) => scale.y(share) - 9),
    letterGap,
    base,
  );
  return (
    <Plot width={width} height={height} along="at" length={shareAxisLength} values={{ shares: scale }}>
      <GridLines of={scale} />
      {curves.map(({ key, shares }, index) => (
        <ShareLine key={key} shares={shares} strokeWidth={2} {...categoryLine(index)} />
      ))}
      {ends.map(({ letter, index, share }, at) => (
        <g key={letter}>
          <Dot of="shares" x={shareAxisLength} y={share} fill={categoryLine(index).stroke} />
          <text x={width - 8} y={(letters[at] ?? scale.y(share)) + 4} textAnchor="end" className="lbs halo">
            {letter}
          </text>
        </g>
      ))}
      <BaseLine y={base} />
      <ValueTicks
        of={scale}
        inside={narrow ? { x: 40, anchor: "start", text: (tick) => percent(tick, 0) } : undefined}
      />
      <AxisTicks
        ticks={moments}
        length={shareAxisLength}
        top={base}
        labelY={278}
        text={(at) => (at < shareAxisLength ? String(at / 10) : narrow ? percent(100, 0) : endText)}
      />
    </Plot>
  );
}
