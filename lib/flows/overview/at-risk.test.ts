import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { atRisk } from "./priorities";

const english = languageIn("en");
const rows = [Array.from({ length: 28 }, (_, day) => day < 20)];
const quiet = { learners: 61, at_risk: 5, missed: null, latest_names: ["Vera", "Ivo"], quiet_latest: rows };

it("names those who went quiet last, shows their days, and leads to all of them", () => {
  expect(atRisk(quiet, english)).toEqual([
    {
      title: "5 of 61 learners have gone quiet",
      detail: "Vera, Ivo and 3 others: nothing for 7 days or more in a course that they have not completed.",
      href: "/learners?at_risk=yes",
      linkText: "See these learners",
      people: 5,
      picture: {
        kind: "days",
        rows,
        caption: "active days of the last 28 of the person who went quiet last",
      },
    },
  ]);
  expect(atRisk({ ...quiet, at_risk: 1, latest_names: ["Vera"] }, english)).toMatchObject([
    {
      title: "1 of 61 learners has gone quiet",
      detail: "Vera: nothing for 7 days or more in a course that they have not completed.",
    },
  ]);
});

it("has no names for who runs several schools, and nothing without anybody at risk", () => {
  const [item] = atRisk({ ...quiet, latest_names: [], quiet_latest: [] }, english);
  expect(item).toMatchObject({
    detail: "Nothing for 7 days or more in a course that they have not completed.",
    picture: { kind: "none" },
  });
  expect(atRisk({ ...quiet, at_risk: 0 }, english)).toEqual([]);
});

it("says how many of them missed the latest session, by the day of the school's zone", () => {
  // 01:15 of Thursday in Kathmandu.
  const missed = { people: 2, begun_at: "2026-11-18T19:30:00.000Z", time_zone: "Asia/Kathmandu" };
  const [item] = atRisk({ ...quiet, missed, latest_names: [] }, english);
  expect(item?.detail).toBe(
    "Nothing for 7 days or more in a course that they have not completed. 2 of them missed Thursday’s session.",
  );
});
