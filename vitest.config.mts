import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@": fileURLToPath(new URL(".", import.meta.url)),
      // The marker throws outside React's server graph; tests are the server.
      "server-only": fileURLToPath(new URL("./lib/platform/server-only.stub.ts", import.meta.url)),
      // Messages come parsed (lib/platform/catalogues.ts).
      "use-intl/format-message": "use-intl/format-message/format-only",
    },
  },
  test: {
    include: [
      "lib/**/*.test.ts",
      "lib/**/*.test.tsx",
      "components/**/*.test.ts",
      "components/**/*.test.tsx",
      "app/**/*.test.ts",
      "drizzle/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    // A far zone with a quarter-hour offset: a forgotten time zone fails loudly.
    env: { TZ: "Asia/Kathmandu" },
    globalSetup: ["lib/testing/setup.ts"],
    // The alias above holds in them too.
    server: { deps: { inline: [/use-intl/, /next-intl/] } },
    pool: "forks",
    maxWorkers: 2,
    // How fast things are is for the benchmarks to say: a busy machine takes several times as long, and fails no test.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
