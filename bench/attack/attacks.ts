import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { newId } from "@/lib/platform/ids";

/* ---- Attacks: each runs until it is told to end, as fast as the server lets it ---- */

export type World = {
  course: string;
  video: string;
  session: string;
  email: string;
  password: string;
  token: string;
};

type Attack = (origin: string, world: World, running: () => boolean) => Promise<void>;

/** The attacker's address, one of those for documentation (RFC 5737). */
const elsewhere = "203.0.113.66";
const hostile = { "x-forwarded-for": elsewhere, "content-type": "application/json" };

/** Sends again and again over so many connections; what the answers are does not matter here. */
async function flood(
  running: () => boolean,
  connections: number,
  send: () => Promise<Response>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (running())
        try {
          await (await send()).arrayBuffer();
        } catch {
          // Refused connections are an answer too.
          await delay(20);
        }
    }),
  );
}

/** Writes a body of `mib` MiB in chunks, without a length, as long as the server takes them. */
function largeBody(origin: string, path: string, mib: number): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sending = request(origin + path, { method: "POST", headers: hostile });
    const part = Buffer.alloc(65_536, "[");
    let left = mib * 16;
    const more = () => {
      while (left-- > 0) if (!sending.write(part)) return;
      sending.end();
    };
    sending.on("drain", more).on("error", reject);
    sending.on("response", (answer) => {
      answer.resume();
      answer.on("end", () => resolve(new Response(null, { status: 200 })));
      answer.on("error", reject);
    });
    more();
  });
}

/** Sockets that stay: they send their request and then `each` is left to do with them what it likes. */
async function sockets(
  origin: string,
  running: () => boolean,
  amount: number,
  head: string,
  each: (socket: Socket) => void,
): Promise<void> {
  const { hostname, port } = new URL(origin);
  const open = new Set<Socket>();
  while (running()) {
    while (open.size < amount) {
      const socket = connect(Number(port), hostname);
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => open.delete(socket));
      socket.write(`${head}\r\nHost: ${hostname}:${port}\r\nX-Forwarded-For: ${elsewhere}\r\n\r\n`);
      socket.pause();
    }
    for (const socket of open) each(socket);
    await delay(1000);
  }
  for (const socket of open) socket.destroy();
}

export const attacks: Record<string, Attack> = {
  "bodies of 300 MiB": (origin, _, running) => {
    const paths = [
      "/api/auth/callback/password",
      "/api/auth/_log",
      "/sign-in",
      "/api/analytics/video-batch",
      "/",
    ];
    let turn = 0;
    return flood(running, 4, () => largeBody(origin, paths[turn++ % paths.length]!, 300));
  },
  "nested JSON": (origin, _, running) => {
    const body = `{"a":${"[".repeat(30_000)}`;
    return flood(running, 4, () =>
      fetch(`${origin}/api/auth/token`, { method: "POST", headers: hostile, body }),
    );
  },
  "invented views": (origin, { video, course }, running) =>
    flood(running, 16, () => {
      const playback = newId();
      return fetch(`${origin}/api/analytics/video-batch`, {
        method: "POST",
        headers: hostile,
        body: JSON.stringify([
          { type: "view", session_id: playback, video_id: video, course_id: course },
          { type: "complete", session_id: playback, video_id: video, seq: 0, played: [[0, 3600]] },
        ]),
      });
    }),
  "guesses of a password": (origin, { email }, running) =>
    flood(running, 8, () =>
      fetch(`${origin}/api/auth/token`, {
        method: "POST",
        headers: hostile,
        body: JSON.stringify({ email, password: randomBytes(8).toString("hex") }),
      }),
    ),
  "slow bodies": (origin, _, running) =>
    sockets(
      origin,
      running,
      60,
      "POST /api/analytics/video-progress HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 5000",
      (socket) => socket.write(" "),
    ),
  "slow heads": (origin, _, running) =>
    sockets(origin, running, 60, "GET / HTTP/1.1\r\nX-Slow: ", (socket) => socket.write("X-A: b\r\n")),
  "slow readers": (origin, { session, token }, running) =>
    sockets(
      origin,
      running,
      12,
      `GET /api/admin/training/sessions/${session}/attendance/export HTTP/1.1\r\nAuthorization: Bearer ${token}`,
      () => {},
    ),
  "a report of one person's 65,000 visits": async (origin, { token }, running) => {
    const visit = (n: number) =>
      `Ana,ana@example.org,2026-11-18 18:${String(n % 60).padStart(2, "0")}:00,2026-11-18 18:59:00,5,No`;
    const report = [
      "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
      ...Array.from({ length: 65_000 }, (_, n) => visit(n)),
    ].join("\n");
    await flood(running, 2, () => {
      const body = new FormData();
      body.set("file", new File([report], "report.csv", { type: "text/csv" }));
      return fetch(`${origin}/api/admin/training/imports`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "x-forwarded-for": elsewhere },
        body,
      });
    });
  },
  "broken requests": (origin, _, running) => {
    const paths = ["/%", "/sessions/%00", "/videos?from=99999-01-01", "/api/auth/signin/x?callbackUrl=%F0"];
    let turn = 0;
    return flood(running, 4, () =>
      fetch(origin + paths[turn++ % paths.length]!, {
        redirect: "manual",
        headers: { ...hostile, "next-router-state-tree": "%7B%", rsc: "1" },
      }),
    );
  },
};
