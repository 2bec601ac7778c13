import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { breakages } from "./breakages/breakages.ts";
import { type FaultName, faultNames } from "./faults.ts";
import { type Romm, startRomm } from "./server.ts";

/**
 * RomM's stand-in as a process of its own. The first line out is `{origin, token}`. Each line in is answered by one
 * line out: `{"fault":name,"options":{}}`, `{"clear":true}` or `{"clear":name}`, `{"release":name}`, `{"rom":{...}}`,
 * `{"requests":true}`. A held upload says `{"holding":true}` by itself. The process ends with its stdin.
 */
const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    port: { type: "string", default: "0" },
    profile: { type: "string", default: "mariadb" },
    version: { type: "string", default: "5.2.0" },
    fault: { type: "string", multiple: true, default: [] },
    breakage: { type: "string" },
  },
});

const faultName = v.picklist(faultNames);
const command = v.object({
  fault: v.optional(faultName),
  options: v.optional(
    v.partial(
      v.object({
        route: v.string(),
        count: v.number(),
        skip: v.number(),
        ms: v.number(),
        offsetMs: v.number(),
        deviceId: v.string(),
        detail: v.unknown(),
        to: v.string(),
      }),
    ),
  ),
  clear: v.optional(v.union([v.literal(true), faultName])),
  release: v.optional(faultName),
  requests: v.optional(v.literal(true)),
  rom: v.optional(
    v.object({
      platform: v.string(),
      fsName: v.string(),
      fsSlug: v.exactOptional(v.string()),
      name: v.exactOptional(v.string()),
      otherNames: v.exactOptional(v.array(v.string())),
      summary: v.exactOptional(v.string()),
      raId: v.exactOptional(v.number()),
    }),
  ),
});

if (values.folder === undefined) throw new Error("Which folder? Say --folder.");
const breakage = Object.entries(breakages).find(([id]) => id === values.breakage)?.[1];
if (values.breakage !== undefined && breakage === undefined)
  throw new Error(`There is no breakage ${values.breakage}.`);
const romm = await startRomm({
  folder: values.folder,
  port: Number(values.port),
  profile: v.parse(v.picklist(["mariadb", "postgres"]), values.profile),
  version: values.version,
  ...(breakage && { breakage }),
});
for (const name of values.fault) await setFault(romm, v.parse(faultName, name), {});
say({ origin: romm.origin, token: romm.token });
for await (const line of createInterface({ input: process.stdin })) say(await obey(romm, line));
await romm.stop();

async function obey(server: Romm, line: string): Promise<Record<string, unknown>> {
  try {
    const { fault, options, clear, release, requests, rom } = v.parse(command, JSON.parse(line));
    if (fault !== undefined) await setFault(server, fault, options ?? {});
    if (clear !== undefined) await server.faults.clear(clear === true ? undefined : clear);
    if (release !== undefined) server.faults.release(release);
    if (rom !== undefined) return { ok: true, romId: server.addRom(rom).id };
    return { ok: true, ...(requests && { requests: server.requests.all() }) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

async function setFault(server: Romm, name: FaultName, options: Record<string, unknown>): Promise<void> {
  const fault = await server.faults.set(name, options);
  void fault.holding.then(() => say({ holding: true }));
}

function say(message: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
