import "server-only";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { env } from "./env";

/** A disk that Lectern writes to. `is_low`: it will soon be full, and Postgres then stores nothing. */
export type Disk = { free_bytes: number; total_bytes: number; free_percent: number; is_low: boolean };

/** Less of the disk, in per cent, is too little. */
const freeMin = 10;

/** Where `npm start` keeps its own database and secret. */
const dataFolder = ".lectern";

/** The disk on which a folder is, or will be once it is made; null where the system does not say. */
async function diskOf(folder: string): Promise<Disk | null> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    try {
      const { bavail, blocks, bsize } = await statfs(path);
      if (blocks === 0) return null;
      return {
        free_bytes: bavail * bsize,
        total_bytes: blocks * bsize,
        free_percent: (bavail / blocks) * 100,
        is_low: (bavail / blocks) * 100 < freeMin,
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || path === dirname(path)) return null;
    }
  }
}

/** Of the disks of uploaded media and of our own database, the one with less free; null where the system says of neither. */
export async function fullestDisk(): Promise<Disk | null> {
  const disks = await Promise.all([env().MEDIA_DIR, dataFolder].map(diskOf));
  const [fullest] = disks.filter((disk) => disk !== null).sort((a, b) => a.free_percent - b.free_percent);
  return fullest ?? null;
}
