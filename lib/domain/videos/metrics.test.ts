import { expect, it } from "vitest";
import { glossary } from "@/lib/glossary/glossary";
import { videoSorts } from "./filters";
import { type MetricKey, metrics, metricsWith } from "./metrics";

it("counts each metric in the glossary's unit", () => {
  for (const key of Object.keys(metrics) as MetricKey[])
    expect(metrics[key].unit, key).toBe(glossary[key].unit);
});

it("lets every sort of the list be chosen from a column", () => {
  const sorts = metricsWith("column").flatMap((key) => {
    const { column } = metrics[key];
    return "unsorted" in column ? [] : [column.id];
  });
  expect([...sorts, "title", "recent"].sort()).toEqual([...videoSorts].sort());
});
