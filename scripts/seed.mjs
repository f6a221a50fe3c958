// Adds the demo school to the migrated database at DATABASE_URL, unless it exists.
import { load } from "./build.mjs";
import { install } from "./install.mjs";
import { fail } from "./launch.mjs";

async function seed() {
  install();
  const { demo, passwords, client } = await load("seed", {
    demo: "drizzle/seed/seed.ts",
    passwords: "lib/auth/passwords.ts",
    client: "lib/db/client.ts",
  });
  const password = process.env.LECTERN_DEMO_PASSWORD;
  if (!password) throw new Error("LECTERN_DEMO_PASSWORD is missing: the demo accounts need a password.");
  const began = performance.now();
  let printed = false;
  const { made } = await demo.seedDemo({
    password_hash: await passwords.hashPassword(password),
    now: new Date(),
    onProgress: (message) => {
      if (!printed) console.log("Filling the demo school …");
      printed = true;
      console.log(`  ${message}`);
    },
  });
  await client.closeDatabase();
  if (made) console.log(`  done in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

seed().catch(fail);
