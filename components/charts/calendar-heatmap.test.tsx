import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { inEnglish } from "@/lib/testing/in-english";
import CalendarHeatmap from "./calendar-heatmap";

it("is a named slider over a year's days, with a text for each day", () => {
  const drawn = renderToStaticMarkup(
    inEnglish(
      <CalendarHeatmap
        days={[{ day: "2024-01-01", value: 3 }]}
        from="2024-01-01"
        to="2024-12-31"
        label="Sessions by day"
        dayText={({ day, value }) => `${value} on ${day}`}
        monthText={(day) => day.slice(5, 7)}
      />,
    ),
  );
  expect(drawn).toContain('role="slider"');
  expect(drawn).toContain("Sessions by day. Arrow keys move");
  expect(drawn).toContain('aria-valuemax="365"');
  expect(drawn).toContain('aria-valuetext="3 on 2024-01-01"');
});
