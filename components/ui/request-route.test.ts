import { afterEach, expect, it, vi } from "vitest";
import { requestRoute } from "./use-action";

afterEach(() => vi.unstubAllGlobals());

it.each([
  [new Response(null, { status: 204 }), { ok: true, value: null }],
  [Response.json({ id: "1" }, { status: 201 }), { ok: true, value: { id: "1" } }],
  [Response.json({ detail: "No." }, { status: 409 }), { ok: false, problem: { detail: "No." } }],
])("reads an answer with and without content", async (response, wanted) => {
  vi.stubGlobal("fetch", async () => response);
  expect(await requestRoute("/api/anything")).toEqual(wanted);
});
