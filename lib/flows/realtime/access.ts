import "server-only";
import { identify } from "@/lib/auth/identity";
import { type Listener, openListener } from "@/lib/db/listener";
import { describeError, log } from "@/lib/platform/log";
import { processSingleton } from "@/lib/platform/process";

/*
 * Streams end with the access that they were opened by. Triggers tell every process the id of what has ended (a user's, a sign-in's or an
 * API token's); a process listens while it has streams.
 */

const accessChannel = "lectern_access";

type Watched = { headers: Headers; ids: readonly (string | null)[]; end: () => void };

const watch = () =>
  processSingleton("access-watch", () => ({ all: new Set<Watched>(), listener: null as Listener | null }));

/** Ends a stream unless its caller may still read. */
async function check(watched: Watched): Promise<void> {
  try {
    const identity = await identify(watched.headers);
    if (!identity) return watched.end();
    watched.ids = [identity.scope.user_id, identity.credential_id];
  } catch (error) {
    log.warn({ error: describeError(error) }, "a stream was ended because its access could not be checked");
    watched.end();
  }
}

/** Calls `end` once the access of a request has ended, in whichever process. Returns how to stop watching. */
export function watchAccess(request: Request, end: () => void): () => void {
  const state = watch();
  const watched: Watched = { headers: new Headers(request.headers), ids: [], end };
  state.all.add(watched);
  state.listener ??= openListener(accessChannel, {
    notified(id) {
      for (const one of [...state.all]) if (one.ids.includes(id)) one.end();
    },
    // What was told before may be lost.
    connected() {
      for (const one of [...state.all]) void check(one);
    },
  });
  // Access may have ended since the request was let in, before anything watched.
  void check(watched);
  return () => {
    state.all.delete(watched);
    if (state.all.size > 0 || !state.listener) return;
    void state.listener.close();
    state.listener = null;
  };
}
