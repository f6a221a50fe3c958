import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { evenSteps, RowStrip } from "./row-strip";

/** The data of the paths that carry a class. */
function paths(markup: string, name: string): string[] {
  return [...markup.matchAll(new RegExp(`<path class="${name}" d="([^"]*)"`, "g"))].map(([, d]) => d ?? "");
}

describe("a curve", () => {
  const size = { width: 72, height: 29 };
  it("runs from edge to edge, the highest at the top, its area down to the floor", () => {
    const drawn = renderToStaticMarkup(<RowStrip kind="curve" values={[100, 50, 0]} max={100} {...size} />);
    expect(paths(drawn, "curve")).toEqual(["M0,0L36,14L72,28"]);
    expect(paths(drawn, "area")).toEqual(["M0,0L36,14L72,28V28H0Z"]);
    expect(drawn).toContain('aria-hidden="true"');
  });
  it("cuts values above its top and draws one value as a level line", () => {
    const cut = renderToStaticMarkup(
      <RowStrip kind="curve" values={[150, -1]} max={100} width={10} height={21} />,
    );
    expect(paths(cut, "curve")).toEqual(["M0,0L10,20"]);
    const level = renderToStaticMarkup(
      <RowStrip kind="curve" values={[50]} max={100} width={10} height={21} />,
    );
    expect(paths(level, "curve")).toEqual(["M0,10L10,10"]);
  });
  it("shades its drop-offs, each at least two pixels wide", () => {
    const drawn = renderToStaticMarkup(
      <RowStrip
        kind="curve"
        values={[100, 50]}
        max={100}
        dropOffs={[
          { from: 0.25, to: 0.5 },
          { from: 0.9, to: 0.9 },
        ]}
        width={100}
        height={20}
      />,
    );
    expect([...drawn.matchAll(/<rect x="(\d+)" width="(\d+)"/g)].map(([, x, width]) => [x, width])).toEqual([
      ["25", "25"],
      ["90", "2"],
    ]);
  });
  it("is nothing without values", () => {
    expect(renderToStaticMarkup(<RowStrip kind="curve" values={[]} max={100} />)).toBe("");
  });
});

describe("steps", () => {
  // A floor of 24 and the highest, 10, with a fifth of air above: a value takes two pixels.
  const size = { width: 50, height: 25 };
  const draw = (steps: { at: number; value: number }[], now?: number) =>
    renderToStaticMarkup(<RowStrip kind="steps" steps={steps} now={now} {...size} />);
  it("end on whole pixels at the end of the axis", () => {
    const drawn = draw([
      { at: 0, value: 5 },
      { at: 0.2, value: 10 },
      { at: 0.6, value: 10 },
      { at: 0.8, value: 0 },
    ]);
    expect(paths(drawn, "curve")).toEqual(["M0,14L10,14L10,4L40,4L40,24L50,24L50,24"]);
  });
  it("use the highest value of a column", () => {
    const drawn = draw([
      { at: 0, value: 0 },
      { at: 0.2, value: 5 },
      { at: 0.204, value: 10 },
    ]);
    expect(paths(drawn, "curve")).toEqual(["M0,24L10,24L10,4L50,4L50,4"]);
  });
  it("end at now while live, are empty without values and level at zero", () => {
    const drawn = draw(
      [
        { at: 0, value: 10 },
        { at: 0.9, value: 9 },
      ],
      0.6,
    );
    expect(paths(drawn, "curve")).toEqual(["M0,4L30,4L30,4"]);
    expect(drawn).toContain("M30 0V25");
    expect(draw([])).toBe("");
    expect(paths(draw([{ at: 0, value: 0 }]), "curve")).toEqual(["M0,24L50,24L50,24"]);
  });
  it("shade drop-offs, the shortest two pixels wide", () => {
    const drawn = renderToStaticMarkup(
      <RowStrip
        kind="steps"
        steps={[{ at: 0, value: 1 }]}
        dropOffs={[
          { from: 0.2, to: 0.4 },
          { from: 0.6, to: 0.601 },
        ]}
        {...size}
      />,
    );
    expect(
      [...drawn.matchAll(/<rect x="([\d.]+)" width="([\d.]+)"/g)].map(([, x, width]) => [x, width]),
    ).toEqual([
      ["10", "10"],
      ["30", "2"],
    ]);
  });
  it("come from values at equal steps of what has passed", () => {
    expect(evenSteps([4, 8, 6], 0.5)).toEqual([
      { at: 0, value: 4 },
      { at: 0.25, value: 8 },
      { at: 0.5, value: 6 },
    ]);
  });
});

describe("a band", () => {
  it("is behind the line, with a dot on the current one", () => {
    const drawn = renderToStaticMarkup(
      <RowStrip kind="band" values={[0, null, 20]} band={{ low: 5, high: 10 }} width={106} height={26} />,
    );
    // 3 to 23 are 20 to 0: a value takes one pixel.
    expect(paths(drawn, "curve")).toEqual([]);
    expect(drawn).toContain('d="M3,23L103,3"');
    expect(drawn).toContain('<rect class="band" y="13" width="106" height="5"');
    expect(drawn).toContain('<circle cx="103" cy="3"');
  });
  it("draws no line for a single value, and no dot for an unknown current value", () => {
    expect(renderToStaticMarkup(<RowStrip kind="band" values={[null, 4]} band={null} />)).toBe("");
    expect(renderToStaticMarkup(<RowStrip kind="band" values={[1, 4, null]} band={null} />)).not.toContain(
      "circle",
    );
  });
});

it("halves have a dot each and a line for either mean", () => {
  const drawn = renderToStaticMarkup(
    <RowStrip kind="halves" values={[0, 10, null, 20]} means={[5, 20]} width={40} height={30} />,
  );
  // Dots at 5, 15, 25 and 35; 0 at 25 and 20 at 5.
  expect([...drawn.matchAll(/cx="(\d+)" cy="(\d+)"/g)].map(([, x, y]) => [x, y])).toEqual([
    ["5", "25"],
    ["15", "15"],
    ["35", "5"],
  ]);
  expect(drawn).toContain('d="M0 20H17M23 5H40"');
});

it("ranges use abstract units and fill their container", () => {
  const drawn = renderToStaticMarkup(
    <RowStrip
      kind="stretches"
      length={600}
      stretches={[
        { from: -10, to: 60 },
        { from: 300, to: 900, plays: 2 },
      ]}
      tick={120}
      label="Present 18:02 to 18:12"
    />,
  );
  expect(drawn).toContain('width="100%"');
  expect(drawn).toContain('viewBox="0 0 600 12"');
  expect(drawn).toContain('role="img" aria-label="Present 18:02 to 18:12"');
  expect(drawn).toContain('<rect x="0" width="60" height="12" style="fill:var(--seen-2)"');
  expect(drawn).toContain('<rect x="300" width="300" height="12" style="fill:var(--seen-3)"');
  expect(drawn).toContain("M120 -2V14");
});

it("days are cells, a row below the other, the active ones filled", () => {
  const rows = [
    [true, false],
    [false, true],
  ];
  const drawn = renderToStaticMarkup(<RowStrip kind="days" rows={rows} width={12} height={12} />);
  const cells = [...drawn.matchAll(/<rect x="(\d+)" y="(\d+)" width="5" height="5" style="fill:([^"]+)"/g)];
  expect(cells.map(([, x, y, fill]) => [x, y, fill])).toEqual([
    ["0", "0", "var(--seen-3)"],
    ["6", "0", "var(--seen-0)"],
    ["0", "6", "var(--seen-0)"],
    ["6", "6", "var(--seen-3)"],
  ]);
});

it("a place is a dot from 0 to 100 over the middle half; an unknown one has none", () => {
  const drawn = (value: number | null, band: { low: number; high: number } | null) =>
    renderToStaticMarkup(<RowStrip kind="place" value={value} band={band} width={108} height={16} />);
  // Four pixels are free at each end, so a pixel is a percentage point.
  expect(drawn(75, { low: 20, high: 60 })).toContain('<circle cx="79" cy="8"');
  expect(drawn(75, { low: 20, high: 60 })).toContain('class="band" x="24" y="1" width="40"');
  expect(drawn(null, { low: 20, high: 60 })).not.toContain("<circle");
  expect(drawn(0, null)).not.toContain("band");
});
