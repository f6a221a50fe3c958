import { describe, expect, it } from "vitest";
import { durationSeconds } from "./durations";

describe("durationSeconds", () => {
  it.each([
    ["1h 4m 7s", 3847],
    ["21m 7s", 1267],
    ["1:04:07", 3847],
    ["21:07", 1267],
    ["64", 3840],
    ["64.5", 3870],
    ["64,5", 3870],
    ["0", 0],
    ["1 Std. 4 Min. 7 Sek.", 3847],
    ["1 Std. 4 Min.", 3840],
    ["21 Min. 7 Sek.", 1267],
    ["2 Std.", 7200],
    ["7 s", 7],
    ["45 seg", 45],
    ["1 hr 4 min", 3840],
    ["2 hours", 7200],
    ["1 tim 5 min", 3900],
    ["1 godz. 3 s", 3603],
    ["3 xyz 4 min", 11_040],
    ["1小时4分7秒", 3847],
    ["1 d 2 h 3 min 4 s", 93_784],
    ["1h\u202f4m\u00a07s", 3847],
    ["-5", -300],
    ["−1m 5s", -65],
  ])("%s", (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  it.each([
    "",
    "--",
    "soon",
    "5 xyz",
    "1:2:3:4",
    "1h 2m 3s 4x 5y",
    "14/11/22, 09:30:46",
    "2022-11-14",
    "1".repeat(99),
  ])("%s is none", (text) => {
    expect(durationSeconds(text)).toBeNull();
  });
});
