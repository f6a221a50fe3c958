import { expect, it } from "vitest";
import { signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

testDatabase();

it("answers where Prometheus looks by itself, too", async () => {
  const line = (await routeTable()).find(({ path }) => path === "/api/metrics")!;
  expect((await import("../metrics/route")).GET).toBe(line.handler);
  expect((await send(line, {}, { headers: {} })).status).toBe(401);
});

it("reports how long the event loop was blocked since the metrics were last read", async () => {
  const admin = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
  const caller = await signedIn(admin);
  const line = (await routeTable()).find(({ path }) => path === "/api/metrics")!;
  const longest = async () => {
    const text = await (await send(line, {}, caller)).text();
    expect(text).toContain("lectern_beacons_received_total");
    return Number(/^lectern_event_loop_delay_seconds\{quantile="1"\} (\S+)$/m.exec(text)?.[1]);
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
  await longest();
  await pause();
  const until = performance.now() + 400;
  while (performance.now() < until);
  await pause();
  expect(await longest()).toBeGreaterThan(0.3);
});
