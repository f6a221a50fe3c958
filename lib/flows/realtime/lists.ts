import "server-only";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { liveRowOf } from "@/lib/domain/sessions/live/schema";
import { liveSessionIds } from "@/lib/domain/sessions/live/state";
import { type Coalesced, coalesced } from "@/lib/platform/coalesce";
import { describeError, log } from "@/lib/platform/log";
import type { Followed, Hub } from "./hub";
import { eventBytes } from "./stream";

/*
 * The live sessions that a scope reaches, as one list. Equal scopes share one list, and every list takes its sessions'
 * states from the hub, which computes each once for all followers.
 */

/** The shortest time between two reads of the live sessions, and between two versions of a list, in milliseconds. */
const membersGapMs = 750;
const composeGapMs = 250;

type ListFollower = { next(event: Uint8Array): void };
export type Lists = {
  /** Follows a scope's list: at once if known, and after every change. Returns a function to stop. */
  follow(scope: Scope, follower: ListFollower): () => void;
  close(): void;
};

type Member = { latest: Followed | null; unfollow: () => void };
type List = {
  followers: Set<ListFollower>;
  /** In the list's order; null before the first read. */
  ids: string[] | null;
  members: Map<string, Member>;
  latest: Uint8Array | null;
  counting: Coalesced;
  composing: Coalesced;
  unsubscribe: () => void;
};

/** Scopes with the same key reach the same (lib/auth/reach.ts). */
export const keyOf = (scope: Scope) =>
  `${scope.role} ${scope.school_id} ${isAdmin(scope) ? "" : scope.user_id}`;

export function openLists(hub: Hub): Lists {
  const lists = new Map<string, List>();
  let serial = 0;

  function make(scope: Scope): List {
    const list: List = {
      followers: new Set(),
      ids: null,
      members: new Map(),
      latest: null,
      counting: coalesced(() => count(scope, list), membersGapMs),
      composing: coalesced(async () => compose(list), composeGapMs),
      unsubscribe: () => {},
    };
    // A list gets the changes of its sessions from their states; another session may have just started.
    list.unsubscribe = hub.onChange((id) => {
      if (id === null || !list.members.has(id)) list.counting.ask();
    });
    list.counting.ask();
    return list;
  }

  async function count(scope: Scope, list: List): Promise<void> {
    try {
      const ids = await liveSessionIds(scope);
      if (list.followers.size === 0) return;
      const before = list.ids?.join();
      list.ids = ids;
      for (const [id, { unfollow }] of list.members)
        if (!ids.includes(id)) {
          list.members.delete(id);
          unfollow();
        }
      for (const id of ids) if (!list.members.has(id)) join(list, id);
      if (ids.join() !== before) list.composing.ask();
    } catch (error) {
      log.error({ error: describeError(error) }, "the live sessions could not be read");
      // Without another change nothing else would try again.
      setTimeout(() => list.counting.ask(), 5_000).unref();
    }
  }

  function join(list: List, id: string): void {
    const member: Member = { latest: null, unfollow: () => {} };
    list.members.set(id, member);
    member.unfollow = hub.follow(id, {
      next(followed) {
        member.latest = followed;
        if (followed.state.session_status !== "live") list.counting.ask();
        list.composing.ask();
      },
      gone: () => list.counting.ask(),
    });
  }

  function compose(list: List): void {
    if (!list.ids) return;
    const members = list.ids.map((id) => list.members.get(id)?.latest ?? null);
    // A session missing from the list counts as ended, so the list waits for the first state of each.
    if (members.includes(null)) return;
    const sessions = members.flatMap((one) =>
      one?.state.session_status === "live" ? [liveRowOf(one.session, one.state)] : [],
    );
    list.latest = eventBytes("sessions", ++serial, { at: new Date().toISOString(), sessions });
    for (const follower of [...list.followers]) follower.next(list.latest);
  }

  function drop(key: string, list: List): void {
    lists.delete(key);
    list.unsubscribe();
    list.counting.stop();
    list.composing.stop();
    for (const { unfollow } of list.members.values()) unfollow();
    list.members.clear();
  }

  return {
    follow(scope, follower) {
      const key = keyOf(scope);
      let list = lists.get(key);
      if (!list) {
        list = make(scope);
        lists.set(key, list);
      }
      const followed = list;
      followed.followers.add(follower);
      if (followed.latest) follower.next(followed.latest);
      return () => {
        followed.followers.delete(follower);
        if (followed.followers.size === 0 && lists.get(key) === followed) drop(key, followed);
      };
    },
    close() {
      for (const [key, list] of lists) drop(key, list);
    },
  };
}
