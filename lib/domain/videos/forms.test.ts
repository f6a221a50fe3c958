import { expect, test } from "vitest";
import { message } from "@/lib/language/language";
import { changeVideoBody, changeVideoForm } from "./forms";

const uid = "6b9e68b07dfee8cc2d116e4c51d6a957";
const fieldOf = (body: object) => changeVideoBody.safeParse(body).error?.issues[0]?.path[0];
const form = (given: object) =>
  changeVideoForm.safeParse({
    video_id: "residual-plot",
    length: "",
    provider_id: "",
    source_url: "",
    ...given,
  });

test("a video on Cloudflare has its id there, and a file has none", () => {
  expect(changeVideoBody.parse({ provider: "cloudflare", provider_id: uid.toUpperCase() })).toEqual({
    provider: "cloudflare",
    provider_id: uid,
  });
  expect(fieldOf({ provider: "file", provider_id: null })).toBeUndefined();
  expect(fieldOf({ duration_seconds: 61 })).toBeUndefined();
  expect(fieldOf({ provider: "cloudflare" })).toBe("provider_id");
  expect(fieldOf({ provider: "cloudflare", provider_id: null })).toBe("provider_id");
  expect(fieldOf({ provider_id: uid })).toBe("provider_id");
  expect(fieldOf({ provider: "file", provider_id: uid })).toBe("provider_id");
  expect(fieldOf({ provider: "cloudflare", provider_id: `${uid}/../x` })).toBe("provider_id");
  expect(fieldOf({ provider: "elsewhere" })).toBe("provider");
  expect(fieldOf({})).toBe("title");
});

test("the form keeps an empty length, and makes a file of a video without an id", () => {
  expect(form({ length: "1:02:03" }).data).toMatchObject({
    duration_seconds: 3723,
    provider: "file",
    provider_id: null,
  });
  expect(form({ provider_id: ` ${uid} ` }).data).toMatchObject({
    duration_seconds: undefined,
    provider: "cloudflare",
    provider_id: uid,
  });
  expect(form({ length: "half an hour" }).error?.issues[0]?.path).toEqual(["length"]);
  expect(form({ provider_id: "nonsense" }).error?.issues[0]).toMatchObject({
    path: ["provider_id"],
    message: message("errors.field.cloudflare_id").error,
  });
});

test("the address of its file is a web address or a path here, and none when empty", () => {
  const source = (source_url: string) => form({ source_url }).data?.source_url;
  expect(source(" https://files.school.example/7-2.mp4 ")).toBe("https://files.school.example/7-2.mp4");
  expect(source("/clip.mp4")).toBe("/clip.mp4");
  expect(source("")).toBeNull();
  for (const source_url of ["javascript:alert(1)", "//elsewhere.example/a.mp4", "data:video/mp4,x", "film"]) {
    expect(form({ source_url }).error?.issues[0]?.path).toEqual(["source_url"]);
    expect(fieldOf({ source_url })).toBe("source_url");
  }
  expect(changeVideoBody.parse({ source_url: null })).toEqual({ source_url: null });
});
