import { afterEach, expect, test, vi } from "vitest";
import { requestRoute } from "./use-action";

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: unknown) =>
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));

test("a route's answer is a value", async () => {
  answer(200, { success: true, id: "1" });
  expect(await requestRoute("/api/x")).toEqual({ ok: true, value: { success: true, id: "1" } });
});

test("a refusal is its problem", async () => {
  const problem = { status: 409, detail: "The import was undone already.", request_id: "r" };
  answer(409, problem);
  expect(await requestRoute("/api/x", { method: "DELETE" })).toEqual({ ok: false, problem });
});

test("an answer that is not ours, like a proxy's page, is thrown", async () => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await expect(requestRoute("/api/x")).rejects.toThrow();
});
