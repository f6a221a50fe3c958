import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { inEnglish } from "@/lib/testing/in-english";
import { StatusTag } from "./columns";

it.each([
  ["scheduled", "Planned"],
  ["live", "Live"],
  ["ended", "Ended"],
  ["cancelled", "Cancelled"],
] as const)("names the status %s", (status, name) =>
  expect(renderToStaticMarkup(inEnglish(<StatusTag status={status} />))).toContain(`>${name}<`),
);
