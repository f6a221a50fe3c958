import "server-only";
import { type Listener, openListener } from "@/lib/db/listener";
import { processSingleton } from "@/lib/platform/process";

/*
 * Triggers tell every process the id of what has ended: a user's access (a role, a password, a deactivation, a merging), a sign-in or an
 * API token. A process listens while something follows.
 */

const accessChannel = "lectern_access";

export type AccessFollower = {
  ended(id: string): void;
  /** What was told before may be lost. */
  connected(): void;
};

const state = () =>
  processSingleton("ended access", () => ({
    followers: new Set<AccessFollower>(),
    listener: null as Listener | null,
  }));

/** Follows what ends, in whichever process. Returns how to stop. */
export function followEndedAccess(follower: AccessFollower): () => void {
  const all = state();
  all.followers.add(follower);
  all.listener ??= openListener(accessChannel, {
    notified(id) {
      for (const one of [...all.followers]) one.ended(id);
    },
    connected() {
      for (const one of [...all.followers]) one.connected();
    },
  });
  return () => {
    all.followers.delete(follower);
    if (all.followers.size > 0 || !all.listener) return;
    void all.listener.close();
    all.listener = null;
  };
}
