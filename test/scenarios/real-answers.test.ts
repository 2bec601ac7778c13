import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import * as v from "valibot";
import { expect, type TestContext, test } from "vitest";
import { type Loader, startLoader } from "../world/deck/loader/loader.ts";
import { layOutPlugin } from "../world/deck/plugin-folder.ts";

/** What a server says, on its way through the real backend and bridge to a loader that cannot encode half a letter. */

interface Said {
  status: number;
  json: unknown;
}

const heartbeat = { SYSTEM: { VERSION: "5.2.0" } };

test("A server that answers 422 with 199 letters and an emoji gets its answer to the panel.", async (context) => {
  const { connectTo } = await setUp(context);
  const detail = `${"x".repeat(199)}\u{1f3ae}`;
  const error = await connectTo((path) =>
    path === "/api/heartbeat" ? { status: 200, json: heartbeat } : { status: 422, json: { detail } },
  );
  expect(error).toMatchObject({ kind: "romm", detail: expect.stringContaining("xxx\u{1f3ae}") });
});

/** Every unit that a string can hold, halves of pairs among them. */
const text = fc.string({
  unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 300,
});
const anyJson = fc.oneof(
  fc.jsonValue({ stringUnit: "binary" }),
  text.map((detail) => ({ detail })),
  text.map((msg) => ({ detail: [{ msg, type: "value_error", loc: ["body"] }] })),
  text.map((username) => ({ id: 1, username, role: "admin", oauth_scopes: [username] })),
  text.map((VERSION) => ({ SYSTEM: { VERSION } })),
);
const said = fc.record({ status: fc.constantFrom(200, 400, 401, 403, 404, 409, 422), json: anyJson });

test("Whatever JSON a server answers, the panel gets an answer.", async (context) => {
  const { connectTo } = await setUp(context);
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(said, { minLength: 1, maxLength: 3 }),
      async (isRomm, answers) => {
        let asked = 0;
        const error = await connectTo((path) => {
          if (isRomm && path === "/api/heartbeat") return { status: 200, json: heartbeat };
          asked += 1;
          return answers[Math.min(asked, answers.length) - 1] as Said;
        });
        expect(error).toMatchObject({ kind: expect.any(String) });
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);

const Refused = v.object({
  ok: v.literal(true),
  value: v.object({ ok: v.literal(false), error: v.looseObject({ kind: v.string() }) }),
});

/** The plugin as it ships, and a server that says what it is told to. */
async function setUp({ onTestFinished }: Pick<TestContext, "onTestFinished">) {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-answers-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const loader = await startPlugin(folder);
  onTestFinished(() => loader.stop());
  let say: (path: string) => Said = () => ({ status: 404, json: null });
  const server = createServer((request, response) => {
    const { status, json } = say(String(request.url));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    /** Why it was not connected. */
    async connectTo(says: (path: string) => Said): Promise<{ kind: string }> {
      say = says;
      const answer = await loader.call("connect", { origin, credentials: { kind: "token", token: "rmm_1" } });
      return v.parse(Refused, answer).value.error;
    },
  };
}

async function startPlugin(folder: string): Promise<Loader> {
  const pluginFolder = join(folder, "Savepoint");
  const machineId = join(folder, "machine-id");
  await layOutPlugin(pluginFolder);
  await writeFile(machineId, `${"1".repeat(32)}\n`);
  return await startLoader({
    ...{ pluginFolder, home: join(folder, "home") },
    env: { SAVEPOINT_MACHINE_ID_FILE: machineId },
  });
}
