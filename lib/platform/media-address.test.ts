import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mediaAddress } from "./media-address";

const uid = "5d5bc37ffcf54c9b82e996823bffbb81";
const token = `${[{ alg: "RS256" }, { sub: uid, exp: 1 }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".")}.c2ln`;

/** Every address of one video, and its one name. */
const names: Record<string, string[]> = {
  "https://cdn.school.test/week-1/intro.mp4": [
    "https://cdn.school.test/week-1/intro.mp4",
    "HTTPS://CDN.School.test:443/week-1/intro.mp4",
    "https://user:secret@cdn.school.test/week-1/intro.mp4#t=30",
    "https://cdn.school.test./week-1/../week-1/intro.mp4/",
    "https://cdn.school.test/week%2D1/intro.mp4?_=1",
    "https://cdn.school.test/week-1/intro.mp4?X-Amz-Signature=abc&X-Amz-Expires=60",
    "https://cdn.school.test/week-1/intro.mp4?Policy=a&Signature=b&Key-Pair-Id=c",
    "https://cdn.school.test/week-1/intro.mp4;jsessionid=12AB",
    "https://cdn.school.test/exp=1700000000~acl=%2Fweek-1%2F*~hmac=0a1b/week-1/intro.mp4",
    "https://cdn.school.test/hdnts=exp=1~acl=*~hmac=2/week-1/intro.mp4%20",
    `https://cdn.school.test/${token}/week-1/intro.mp4`,
  ],
  "http://cdn.school.test:8080/a.m3u8": ["http://cdn.school.test:8080/a.m3u8?token=x"],
  "https://cdn.school.test/%C3%A4%2Fb.mp4": ["https://cdn.school.test/ä%2fb.mp4"],
  "https://moodle.test/pluginfile.php/41/mod_resource/content/0/intro.mp4": [
    "https://moodle.test/pluginfile.php/41/mod_resource/content/0/intro.mp4",
    "https://moodle.test/pluginfile.php/41/mod_resource/content/7/intro.mp4?forcedownload=1",
    "https://moodle.test/pluginfile.php?file=%2F41%2Fmod_resource%2Fcontent%2F7%2Fintro.mp4",
    "https://moodle.test/webservice/pluginfile.php/41/mod_resource/content/7/intro.mp4?token=abc",
    "https://moodle.test/tokenpluginfile.php/0a1b2c/41/mod_resource/content/7/intro.mp4",
  ],
  "https://moodle.test/pluginfile.php/9/mod_label/intro/b%20c.mp4": [
    "https://moodle.test/pluginfile.php/9/mod_label/intro/b%20c.mp4",
    "https://moodle.test/pluginfile.php?file=/9/mod_label/intro/b%20c.mp4&forcedownload=1",
  ],
  "youtube:aqz-KE-bpKQ": [
    "youtube:aqz-KE-bpKQ",
    "https://www.youtube.com/embed/aqz-KE-bpKQ?enablejsapi=1&origin=https%3A%2F%2Fa.test",
    "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
    "https://youtu.be/aqz-KE-bpKQ?t=3",
    "https://m.youtube.com/watch?v=aqz-KE-bpKQ&list=x",
    "https://www.youtube.com/shorts/aqz-KE-bpKQ",
  ],
  "vimeo:76979871": [
    "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=1",
    "https://vimeo.com/76979871/8272103f6e",
    "https://vimeo.com/channels/staffpicks/76979871",
  ],
  [`cloudflare:${uid}`]: [
    `https://customer-abc.cloudflarestream.com/${uid}/iframe?poster=x`,
    `https://customer-abc.cloudflarestream.com/${uid}/manifest/video.m3u8`,
    `https://iframe.videodelivery.net/${uid}`,
    `https://customer-abc.cloudflarestream.com/${token}/iframe`,
  ],
};

describe("the name of a video's address", () => {
  test.each(Object.entries(names).flatMap(([name, all]) => all.map((given) => [given, name])))(
    "of %s is %s",
    (given, name) => {
      expect(mediaAddress(given)).toBe(name);
    },
  );

  test.each([
    "blob:https://a.test/0f1e",
    "data:video/mp4;base64,AAAA",
    "file:///home/a.mp4",
    "javascript:alert(1)",
    "/relative.mp4",
    "",
    "https://a.test/",
    "https://www.youtube.com/embed/videoseries?list=PL1",
    "https://www.youtube.com/",
    "https://vimeo.com/about",
    "https://customer-abc.cloudflarestream.com/eyJ.broken.token/iframe",
    "youtube:short",
    "cloudflare:no",
    `https://a.test/${"x".repeat(1000)}`,
  ])("of %j is none", (given) => {
    expect(mediaAddress(given)).toBeNull();
  });

  test("is the same when it is named again, and never has a query, a fragment or credentials", () => {
    const path = fc.webPath({ size: "small" });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({
            withQueryParameters: true,
            withFragments: true,
            authoritySettings: { withUserInfo: true, withPort: true },
          }),
          fc
            .tuple(
              fc.constantFrom(
                "pluginfile.php",
                "webservice/pluginfile.php",
                "tokenpluginfile.php/a",
                "file.php",
              ),
              path,
            )
            .map(([script, rest]) => `https://moodle.test/${script}?file=${encodeURIComponent(rest)}`),
          fc.string(),
        ),
        (given) => {
          const name = mediaAddress(given);
          if (name === null) return;
          expect(mediaAddress(name)).toBe(name);
          expect(name).not.toMatch(/[?#\s]/);
          expect(new URL(name).username).toBe("");
          expect(name.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
