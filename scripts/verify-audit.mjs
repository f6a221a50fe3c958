// npm run audit:verify [-- --school ID [--expect NUMBER:HASH]]: computes the hash chains of the audit log again and names every entry that
// is not as it was sealed. `--school` takes one school by its id, its external id or its short name; `--expect` compares a seal of it that
// was written down. Exits with 1 when anything is wrong. `--demo` takes the demo's database.
import { randomBytes } from "node:crypto";
import { loadTools, openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail } from "./launch.mjs";

const options = process.argv.slice(2);
const valueAfter = (option) => {
  const at = options.indexOf(option);
  if (at < 0) return null;
  const value = options[at + 1];
  if (!value) throw new Error(`Add a value: ${option} …`);
  return value;
};

async function verify() {
  install();
  const [school, expected] = [valueAfter("--school"), valueAfter("--expect")];
  if (expected && !school)
    throw new Error("Name the school of the seal, too: --school ID --expect NUMBER:HASH");
  const { chains, client, ...tools } = await loadTools("verify-audit", {
    chains: "lib/auth/audit-chain.ts",
    client: "lib/db/client.ts",
  });
  const opened = await openDatabase(tools, options.includes("--demo") ? "lectern_demo" : "lectern");
  process.env.DATABASE_URL = opened.url;
  // Nothing is signed here, but all settings are checked.
  process.env.LECTERN_SECRET ||= randomBytes(32).toString("hex");
  let broken = 0;
  try {
    const ids = school ? [await chains.chainNamed(school)] : await chains.auditChainIds();
    if (ids[0] === null) throw new Error(`There is no school ${school}.`);
    for (const id of ids) {
      const report = await chains.verifyChain(id);
      const name = id === chains.noSchool ? "no school" : `school ${id}`;
      for (const entry of report.broken) console.log(JSON.stringify({ chain: id, ...entry }));
      broken += report.broken_total;
      const last = report.last ? `, the last ${report.last.number}:${report.last.hash}` : "";
      console.log(
        `${name}: ${report.entries} entries sealed, ${report.unsealed} not yet, ${report.broken_total} broken${last}`,
      );
      if (!expected) continue;
      const [number, hash] = expected.split(":");
      const stored = await chains.sealHash(id, Number(number) || 0);
      if (stored === hash) console.log(`Seal ${number} is as it was written down.`);
      else {
        broken += 1;
        console.log(
          `Seal ${number} is ${stored ? "another one" : "missing"}: the chain was changed or cut off.`,
        );
      }
    }
  } finally {
    await client.closeDatabase();
    await opened.embedded?.stop();
  }
  if (broken) process.exitCode = 1;
}

verify().catch(fail);
