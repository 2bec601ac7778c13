import { defineConfig } from "vitest/config";

/** Tests of what ships: they need the bundles, the stand-in page or the browser. `.dependency-cruiser.cjs` has the same. */
const ofTheBundles = [
  "test/{demo,package,torture}/**/*.test.{ts,tsx}",
  "test/panel/browser/**/*.test.{ts,tsx}",
  "test/{rpc,scenarios}/real-*.test.{ts,tsx}",
];

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    // Two cores would get one worker by default, and most tests wait for processes and timers rather than compute.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: { name: "sources", include: ["test/**/*.test.{ts,tsx}"], exclude: ofTheBundles },
      },
      {
        extends: true,
        test: { name: "bundles", include: ofTheBundles, globalSetup: ["test/world/global-setup.ts"] },
      },
    ],
  },
});
