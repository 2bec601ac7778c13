import { expect, test } from "vitest";
import type { RommProblem } from "../../backend/contract/errors.ts";
import { createToasts } from "../../src/toasts.tsx";
import { createFakeClock } from "./fake-clock.ts";
import { appId } from "./overviews.ts";

function setupToasts() {
  const [shown, bodies]: [unknown[], unknown[]] = [[], []];
  const toasts = createToasts({
    toaster: {
      toast: ({ title, body }) => {
        shown.push(title);
        bodies.push(body);
      },
    },
    open: () => {},
    isWanted: () => true,
    clock: createFakeClock(),
  });
  const exit = (code: RommProblem["code"]) =>
    toasts.exited(
      { appId: appId(0x80000001), name: "Anguna" },
      { ok: false, error: { kind: "romm", code, detail: "" } },
    );
  return { shown, bodies, exit };
}

test.each(["no-network", "offline", "timeout"] as const)(
  "An exit with %s says nothing: the save goes up by itself, and the first page counts it",
  (code) => {
    const { shown, exit } = setupToasts();
    exit(code);
    expect(shown).toEqual([]);
  },
);

test("An exit whose save does not go up by itself says so", () => {
  const { shown, bodies, exit } = setupToasts();
  exit("unauthorized");
  expect(shown).toEqual(["Not saved to RomM yet"]);
  expect(bodies).toEqual([expect.stringContaining("Your progress is kept here.")]);
});
