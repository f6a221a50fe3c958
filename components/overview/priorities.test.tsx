import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { inEnglish } from "@/lib/testing/in-english";
import { Priorities } from "./priorities";

const item = (title: string, picture: Parameters<typeof Priorities>[0]["items"][number]["picture"]) => ({
  ...{ title, detail: `About ${title}.`, href: `/${title}`, linkText: "Open", picture },
});

it("numbers what needs attention, each with its evidence, its picture in words, and one link that says where to", () => {
  const drawn = renderToStaticMarkup(
    inEnglish(
      <Priorities
        items={[
          item("learners", { kind: "days", rows: [[true, false]], caption: "active days of the last 2" }),
          item("video", {
            ...{ kind: "watched", curve: [100, 40], drop_offs: [{ from: 0.5, to: 0.6 }] },
            caption: "share still watching",
          }),
          item("work", { kind: "none" }),
        ]}
      />,
    ),
  );
  expect([...drawn.matchAll(/<h3[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual([
    ...["learners", "video", "work"],
  ]);
  expect([...drawn.matchAll(/<figcaption[^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual([
    ...["active days of the last 2", "share still watching"],
  ]);
  expect([...drawn.matchAll(/aria-label="([^"]*)"/g)].map(([, name]) => name)).toEqual([
    ...["Open: learners", "Open: video", "Open: work"],
  ]);
  expect(drawn.match(/<svg/g)!.length).toBeGreaterThanOrEqual(2);
});
