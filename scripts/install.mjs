// Installs the packages when they are missing or older than the lock. Imports only modules of Node.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout: every script's working directory. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const packagesOf = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  } catch {
    return null;
  }
};

/** True when npm's record of installed packages matches the lock; packages for other platforms may be missing. */
function upToDate() {
  const wanted = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === "") return true;
    const found = installed[path];
    return found ? found.version === version : Boolean(optional || devOptional);
  });
}

/** Installs the packages of the lock; ends the process with npm's message when that fails. */
export function install() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    console.error(`Lectern needs Node 20 or newer; this is ${process.version}.`);
    process.exit(1);
  }
  if (upToDate()) return;
  console.log("Installing packages (half a minute the first time) …");
  // npm gives its path to scripts that it starts. Tests need the development packages too.
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const { status } = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], { stdio: "inherit" })
    : spawnSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) {
    console.error("The packages could not be installed; see npm's message above.");
    process.exit(1);
  }
}
