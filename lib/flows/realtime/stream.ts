import "server-only";
import { processSingleton } from "@/lib/platform/process";
import { watchAccess } from "./access";

/*
 * Server-sent events of whole states: a slow reader skips outdated events, and one who
 * reconnects needs no history.
 */

/** How often a comment is sent: proxies close idle connections. */
const heartbeatMs = 15_000;
/** The longest life of a stream; the browser then opens another, so that a lost permission takes effect. */
const lifeMs = 5 * 60_000;
/** When a browser reconnects, in milliseconds. */
const retryMs = 1_000;

const encoder = new TextEncoder();
const hello = encoder.encode(`retry: ${retryMs}\n\n`);
const heartbeat = encoder.encode(":\n\n");

/** An event's bytes; JSON has no line breaks of its own. */
export function eventBytes(name: string, id: string | number, data: unknown): Uint8Array {
  return encoder.encode(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}

type Sink = {
  /** Sends an event; a slow reader gets only the latest. */
  send(event: Uint8Array): void;
  /** Ends the stream after what was sent. */
  end(): void;
};

/** Functions that end the open streams, for a process that stops. */
const open = () => processSingleton("live-streams", () => new Set<() => void>());

/**
 * Answers with a stream of events that `follow` feeds. It ends with the request, with the caller's access, after five minutes, or with
 * the process; then the function that `follow` returned is called once.
 */
export function eventStream(request: Request, follow: (sink: Sink) => () => void): Response {
  let unfollow: (() => void) | null = null;
  let unwatch: (() => void) | null = null;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** The latest event not sent yet, because the reader is slow. */
  let pending: Uint8Array | null = null;
  let ending = false;
  const timers: NodeJS.Timeout[] = [];

  /** Releases everything; sent bytes may still arrive. */
  function leave(): void {
    for (const timer of timers) clearInterval(timer);
    open().delete(end);
    request.signal.removeEventListener("abort", abort);
    unwatch?.();
    const stop = unfollow;
    unfollow = null;
    stop?.();
  }

  function closeWhenEmpty(): void {
    if (!ending || pending || !controller) return;
    const last = controller;
    controller = null;
    last.close();
  }

  function end(): void {
    if (ending) return;
    ending = true;
    leave();
    closeWhenEmpty();
  }

  function abort(): void {
    // The reader has gone.
    pending = null;
    end();
    closeWhenEmpty();
  }

  function flush(): void {
    if (!controller || !pending || (controller.desiredSize ?? 0) <= 0) return;
    const event = pending;
    pending = null;
    controller.enqueue(event);
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start(made) {
        controller = made;
        made.enqueue(hello);
        timers.push(
          setInterval(() => {
            if (controller && (controller.desiredSize ?? 0) > 0) controller.enqueue(heartbeat);
          }, heartbeatMs).unref(),
          setTimeout(end, lifeMs).unref(),
        );
        open().add(end);
        request.signal.addEventListener("abort", abort);
        const stop = follow({
          send(event) {
            if (ending) return;
            pending = event;
            flush();
          },
          end,
        });
        // It can have ended with its first event, or before it began.
        if (ending) stop();
        else {
          unfollow = stop;
          unwatch = watchAccess(request, end);
        }
        if (request.signal.aborted) abort();
      },
      pull() {
        flush();
        closeWhenEmpty();
      },
      cancel() {
        controller = null;
        abort();
      },
    },
    { highWaterMark: 2 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // Stops Next from compressing and proxies from buffering.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

/** Ends every stream of this process; the browsers reconnect to another. */
export function endStreams(): void {
  for (const end of [...open()]) end();
}

/** The number of open streams. */
export const openStreams = (): number => open().size;
