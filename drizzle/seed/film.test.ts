import { createFile, MP4BoxBuffer } from "mp4box";
import { expect, it } from "vitest";
import { harbour, northfield } from "./catalogue";
import { filmAddress, filmOf, filmSeconds, readFilm } from "./film";
import { planSchool } from "./school";

const film = readFilm();

/** What another reader makes of the file. */
function parsed(bytes: Buffer) {
  const file = createFile();
  const found: { track: { codec: string; seconds: number; pictures: number } | null; pieces: Buffer[] } = {
    track: null,
    pieces: [],
  };
  file.onReady = ({ tracks: [track] }) => {
    if (!track) throw new Error("The film has no track.");
    found.track = {
      codec: track.codec,
      seconds: track.duration / track.timescale,
      pictures: track.nb_samples,
    };
    file.onSamples = (_, __, samples) => {
      for (const { data } of samples) found.pieces.push(Buffer.from(data!));
    };
    file.setExtractionOptions(track.id, null, { nbSamples: 1000 });
    file.start();
  };
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(Uint8Array.from(bytes).buffer, 0));
  file.flush();
  return found;
}

it("is as long as the video, with a picture for each second", () => {
  for (const seconds of [1, 59, 61, 754]) {
    const [head, pictures] = filmOf(film, seconds);
    const { track, pieces } = parsed(Buffer.concat([head, pictures]));
    expect(track).toEqual({ codec: "avc1.42c016", seconds, pictures: seconds });
    expect(Buffer.concat(pieces).equals(pictures)).toBe(true);
    expect(pieces.map((piece) => piece.length)).toEqual(film.sizes.slice(0, seconds));
  }
});

it("has a picture for each second of the longest, and is small", () => {
  expect(film.sizes).toHaveLength(filmSeconds);
  const [head, pictures] = filmOf(film, filmSeconds);
  expect(head.length + pictures.length).toBeLessThan(2_400_000);
});

it("is long enough for every video and recording of the demo, which all can be played", () => {
  for (const school of [harbour, northfield]) {
    const given = { seed: "film", now: new Date("2026-11-20T12:00:00Z"), scale: 0.01, password_hash: null };
    for (const { id, duration_ms, source_url, page_url } of planSchool(school, given).videos) {
      const seconds = duration_ms! / 1000;
      expect(seconds).toBeLessThanOrEqual(filmSeconds);
      expect(["/clip.mp4", filmAddress(seconds)]).toContain(source_url);
      expect(page_url).toBe(`/watch/${id}`);
    }
  }
});
