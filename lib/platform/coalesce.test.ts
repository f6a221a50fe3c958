import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { coalesced } from "./coalesce";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that takes so long, and when each time of it began. */
function timed(takesMs: number, gapMs: number) {
  const from = performance.now();
  const began: number[] = [];
  let atOnce = 0;
  let most = 0;
  const one = coalesced(async () => {
    began.push(Math.round(performance.now() - from));
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    atOnce--;
  }, gapMs);
  return { ...one, began, most: () => most };
}

describe("coalesced work", () => {
  it("is done at once, when it was not done for a while", async () => {
    const work = timed(10, 500);
    work.ask();
    expect(work.began).toEqual([0]);
    await vi.advanceTimersByTimeAsync(2000);
    work.ask();
    expect(work.began).toEqual([0, 2000]);
  });

  it("is done twice for a hundred wishes within the gap: for the first, and for all that came after", async () => {
    const work = timed(10, 500);
    for (let i = 0; i < 100; i++) {
      work.ask();
      await vi.advanceTimersByTimeAsync(4);
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(work.began).toEqual([0, 500]);
  });

  it("never runs twice at once, and runs once more for a request during a run", async () => {
    const work = timed(1200, 500);
    work.ask();
    await vi.advanceTimersByTimeAsync(700);
    work.ask();
    work.ask();
    await vi.advanceTimersByTimeAsync(5000);
    expect(work.began).toEqual([0, 1200]);
    expect(work.most()).toBe(1);
  });

  it("is not done after it was stopped", async () => {
    const work = timed(10, 500);
    work.ask();
    await vi.advanceTimersByTimeAsync(50);
    work.ask();
    work.stop();
    work.ask();
    await vi.advanceTimersByTimeAsync(5000);
    expect(work.began).toEqual([0]);
  });
});
