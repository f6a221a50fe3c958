import { expect, it } from "vitest";
import { siteOf, titleOfAddress } from "./address-title";

it.each([
  [
    "https://moodle.school.test/pluginfile.php/41/content/0/reading_residual-plots.mp4",
    "Reading residual plots",
  ],
  ["https://files.test/%C3%BCbung%201.webm", "Übung 1"],
  ["https://files.test/100%25%.mp4", "100%25%"],
  ["https://files.test/", "files.test"],
  ["https://files.test/.mp4", "files.test"],
  ["https://files.test/v1.2/lesson", "Lesson"],
  ["youtube:dQw4w9WgXcQ", "youtube:dQw4w9WgXcQ"],
])("the title of %s is %s", (address, title) => {
  expect(titleOfAddress(address)).toBe(title);
});

it("is never longer than a title may be", () => {
  expect(titleOfAddress(`https://files.test/${"a".repeat(900)}.mp4`).length).toBe(300);
});

it("the site of a page is its host", () => {
  expect(siteOf("https://moodle.school.test:8443/mod/1")).toBe("moodle.school.test:8443");
  expect([siteOf(null), siteOf("nothing")]).toEqual([null, null]);
});
