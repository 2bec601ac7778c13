import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const backend = new URL("../../backend/", import.meta.url).pathname;

test("Whoever logs what somebody threw as an error logs its stack", () => {
  const sources = readdirSync(backend, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const without = sources.filter((name) => {
    const text = readFileSync(join(backend, name), "utf8");
    // What a disk refused is no defect: its message says which file, and a stack would say no more.
    return (
      !name.startsWith("documents/") && name !== "main.ts" && /log\.error\([^;]*?error: String\(/s.test(text)
    );
  });
  expect(without).toEqual([]);
});
