import { expect, it } from "vitest";
import { largerBodies, largerBodyOf } from "./larger-bodies";
import { routeTable } from "./route-table";

it("every route that declares a larger body gets it from the server's front, and no other path does", async () => {
  const table = await routeTable();
  const declared = table.flatMap(({ path, handler }) =>
    handler.declaration.bodyBytes === undefined ? [] : [[path, handler.declaration.bodyBytes]],
  );
  expect(Object.fromEntries(declared)).toEqual(largerBodies);
  for (const { path } of table)
    expect(largerBodyOf(path.replace(/\{\w+\}/g, "x")), path).toBe(
      (largerBodies as Record<string, number>)[path],
    );
  for (const path of ["/api/admin/training/imports/x", "/x/api/admin/training/imports", "/api/auth/session"])
    expect(largerBodyOf(path)).toBeUndefined();
});
