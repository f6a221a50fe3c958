import "server-only";
import { processSingleton } from "@/lib/platform/process";

/*
 * Server-sent events whose every event is the whole truth: a reader who is slow is spared what has been overtaken, and one who
 * comes back needs no history.
 */

/** Proxies close what is silent; a comment every so often is not. */
const heartbeatMs = 15_000;
/** A stream ends by itself, and the browser opens another, so that who may no longer read does not go on reading. */
const lifeMs = 5 * 60_000;
/** How soon a browser comes back, in milliseconds. */
const retryMs = 1_000;

const encoder = new TextEncoder();
const hello = encoder.encode(`retry: ${retryMs}\n\n`);
const heartbeat = encoder.encode(":\n\n");

/** An event's bytes; JSON has no line breaks of its own. */
export function eventBytes(name: string, id: string | number, data: unknown): Uint8Array {
  return encoder.encode(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}

type Sink = {
  /** Sends an event, or the one after it when the reader is slow. */
  send(event: Uint8Array): void;
  /** Ends the stream after what was sent. */
  end(): void;
};

/** The ends of the streams that are open, for a process that stops. */
const open = () => processSingleton("live-streams", () => new Set<() => void>());

/**
 * Answers with a stream of events that `follow` feeds. It ends with the request, after five minutes, and with the process;
 * what `follow` returns is called then, once.
 */
export function eventStream(request: Request, follow: (sink: Sink) => () => void): Response {
  let unfollow: (() => void) | null = null;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** The latest event that the reader has not had room for. */
  let pending: Uint8Array | null = null;
  let ending = false;
  const timers: NodeJS.Timeout[] = [];

  /** Lets go of everything; the reader may still take what is on its way. */
  function leave(): void {
    for (const timer of timers) clearInterval(timer);
    open().delete(end);
    request.signal.removeEventListener("abort", abort);
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
    // Nobody reads any more.
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
        // It may have ended with its very first event, or before it began.
        if (ending) stop();
        else unfollow = stop;
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
      // Next compresses, and proxies gather, unless they are told not to.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

/** Ends every stream of this process; their browsers come back, to another one. */
export function endStreams(): void {
  for (const end of [...open()]) end();
}

/** How many streams are open. */
export const openStreams = (): number => open().size;
