import "server-only";
import { followEndedAccess } from "@/lib/auth/ended-access";
import { identify } from "@/lib/auth/identity";
import { describeError, log } from "@/lib/platform/log";

/** Calls `end` once the access of a request has ended, in whichever process. Returns how to stop watching. */
export function watchAccess(request: Request, end: () => void): () => void {
  const headers = new Headers(request.headers);
  let ids: readonly (string | null)[] = [];

  /** Ends the stream unless its caller may still read. */
  async function check(): Promise<void> {
    try {
      const identity = await identify(headers);
      if (!identity) return end();
      ids = [identity.scope.user_id, identity.credential_id];
    } catch (error) {
      log.warn({ error: describeError(error) }, "a stream was ended because its access could not be checked");
      end();
    }
  }

  const stop = followEndedAccess({
    ended(id) {
      if (ids.includes(id)) end();
    },
    connected: () => void check(),
  });
  // Access may have ended since the request was let in, before anything followed.
  void check();
  return stop;
}
