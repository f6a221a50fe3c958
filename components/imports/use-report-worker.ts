"use client";

import { useEffect, useMemo } from "react";
import type { Reading, ReadingAnswer, ReadingChoices, ReadingRequest } from "./import-reading";

/** Reads reports in a worker, which starts with the first; of readings that overlap only the last one's promise settles. */
export function useReportWorker(): (file: File, choices: ReadingChoices) => Promise<Reading | null> {
  const desk = useMemo(() => {
    let worker: Worker | null = null;
    let turn = 0;
    const stop = () => {
      worker?.terminate();
      worker = null;
    };
    async function read(file: File, choices: ReadingChoices): Promise<Reading | null> {
      const mine = ++turn;
      const bytes = new Uint8Array(await file.arrayBuffer());
      worker ??= new Worker(new URL("./import-worker.ts", import.meta.url), { type: "module" });
      const running = worker;
      return new Promise((resolve, reject) => {
        const listening = new AbortController();
        running.addEventListener(
          "message",
          ({ data }: MessageEvent<ReadingAnswer>) => {
            if (data.turn !== mine) return;
            listening.abort();
            if (mine === turn) resolve(data.reading);
          },
          { signal: listening.signal },
        );
        running.addEventListener(
          "error",
          (event) => {
            listening.abort();
            stop();
            if (mine === turn) reject(new Error(event.message || "The report could not be read"));
          },
          { signal: listening.signal },
        );
        running.postMessage({ turn: mine, bytes, choices } satisfies ReadingRequest);
      });
    }
    return { read, stop };
  }, []);
  useEffect(() => desk.stop, [desk]);
  return desk.read;
}
