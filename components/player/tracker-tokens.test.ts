import { expect, test } from "vitest";
import {
  closePlaying,
  eventually,
  expectClose,
  kept,
  onlyViewing,
  open,
  oracle,
  pause,
  play,
  player,
  server,
  site,
  trackedSite,
  until,
  viewingOf,
} from "@/e2e/tracked-site";

/* Tokens that expire, and the people whom they speak for: no second is lost, and none is given to somebody else. */
trackedSite();

/** A token as Lectern signs them: a JWT, which says for how long. */
const tokenOf = (sub: string, exp: number, video = "vid") =>
  `e30.${Buffer.from(JSON.stringify({ school: "s", video, iat: exp - 60, exp, sub })).toString("base64url")}.c2ln`;
/** The server refuses what expired before this. */
let now = 0;
const refuses = ({ token }: { token?: string | undefined }) =>
  !token || JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).exp < now;
const holders = () =>
  server.received.map(
    ({ token }) => JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString()).sub,
  );
const delivered = (page: Parameters<typeof kept>[0]) =>
  eventually(
    () => kept(page),
    (keys) => expect(keys).toEqual([]),
  );

test.each([
  [
    "the page answers the event at once",
    `<script>addEventListener("videoanalyticstoken", ({ target, detail }) => {
      if (detail.video_id === "vid") target.dataset.token = "${tokenOf("ada", 200)}";
    })</script>`,
  ],
  [
    "the page answers the event later",
    `<script>addEventListener("videoanalyticstoken", ({ target }) =>
      setTimeout(() => target.dataset.token = "${tokenOf("ada", 200)}", 1500))</script>`,
  ],
  [
    "the page renews it by itself",
    `<script>setTimeout(() => document.querySelector("video").dataset.token = "${tokenOf("ada", 200)}", 3000)</script>`,
  ],
])("a token expires while the server is away, and %s: every second is counted", async (_, script) => {
  now = 100;
  Object.assign(server, { refuses });
  const page = await open(player(`data-update-interval="1" data-token="${tokenOf("ada", 100)}"`) + script);
  await play(page);
  await until(page, 1);
  server.down = true;
  await until(page, 2.5);
  now = 150;
  server.down = false;
  await until(page, 5);
  await pause(page);
  const truth = await oracle(page);
  await eventually(onlyViewing, ({ ranges, views }) => {
    expect(views).toBe(1);
    expectClose(ranges, truth);
  });
  await delivered(page);
});

test("with data-token-url nothing is sent without a token, and an expired one is replaced", async () => {
  now = 100;
  Object.assign(server, { refuses });
  const asked: (string | null)[] = [];
  site.tokenOf = (video_id) => {
    asked.push(video_id);
    return tokenOf("ada", now);
  };
  const page = await open(player('data-update-interval="1" data-token-url="/token?course=7"'));
  await play(page);
  await until(page, 1.2);
  now = 200;
  await until(page, 13);
  await pause(page);
  const truth = await oracle(page);
  await eventually(onlyViewing, ({ ranges }) => expectClose(ranges, truth));
  await delivered(page);
  expect(asked).toEqual(["vid", "vid"]);
  expect(new Set(holders())).toEqual(new Set(["ada"]));
});

/** Ada watches until the server is away; her token expires, and the server returns. Gives what she played, and what of it has arrived. */
async function unsent() {
  Object.assign(server, { refuses });
  now = 100;
  const page = await open(player(`data-update-interval="1" data-token="${tokenOf("ada", 100)}"`));
  await play(page);
  await until(page, 1);
  server.down = true;
  await until(page, 2.5);
  const { ranges: truth } = await closePlaying(page);
  server.down = false;
  now = 200;
  return { truth, arrived: () => viewingOf([...server.stored.values()][0]).ranges };
}

test.each([
  ["another person", player(`data-token="${tokenOf("eve", 200)}"`)],
  ["another video", player(`data-token="${tokenOf("ada", 200, "other")}"`).replace('"vid"', '"other"')],
])(
  "beacons whose token has expired are not sent with that of %s: they wait for their own",
  async (_, next) => {
    const { truth, arrived } = await unsent();
    const second = await open(next);
    await eventually(
      () => server.received.at(-1)?.token,
      (token) => expect(next).toContain(token),
    );
    await eventually(
      () => kept(second),
      (keys) => expect(keys).toHaveLength(1),
    );
    expect(arrived().at(-1)?.[1] ?? 0).toBeLessThan(2);
    await second.close();

    const third = await open(player(`data-token="${tokenOf("ada", 200)}"`));
    await eventually(arrived, (ranges) => expectClose(ranges, truth));
    await delivered(third);
  },
);

test("the site's server renews the token of another video's beacons, and not of another person's", async () => {
  const { truth, arrived } = await unsent();
  let signedIn = "eve";
  site.tokenOf = (video_id) => tokenOf(signedIn, now, `${video_id}`);
  const next = player('data-token-url="/token"').replace('"vid"', '"other"');
  const second = await open(next);
  await eventually(holders, (all) => expect(all.at(-1)).toBe("eve"));
  await eventually(
    () => kept(second),
    (keys) => expect(keys).toHaveLength(1),
  );
  await second.close();

  signedIn = "ada";
  const third = await open(next);
  await eventually(arrived, (ranges) => expectClose(ranges, truth));
  await delivered(third);
});
