import { expect, test } from "vitest";
import type { Breakage } from "../world/romm/breakages/breakage.ts";
import { type BehaviourId, breakages } from "../world/romm/breakages/breakages.ts";
import { matchesRoute } from "../world/romm/faults.ts";
import type { LoggedRequest } from "../world/romm/server.ts";
import { behaviours } from "./behaviours/behaviours.ts";
import { type Behaviour, type Kind, reasonToSkip } from "./suite/behaviour.ts";
import { judge } from "./suite/judge.ts";
import { createMemoryStandIn, kinds } from "./suite/stand-in.ts";

const ids = Object.keys(behaviours).filter((id): id is BehaviourId => id in breakages);

test.for(ids)("A server that breaks %s is red on exactly that line.", { timeout: 60_000 }, async (id) => {
  const kind = kindFor(id);
  const within = await withinReach(breakages[id], kind);
  const lines = await judge(within, kind, createMemoryStandIn(kind, breakages[id]).freshTarget);
  const broken = lines.filter((line) => line.outcome === "broken").map((line) => line.id);
  expect(broken).toEqual([id]);
});

/**
 * The newest kind of server that has the behaviour. What is older than 5.3 is judged on 5.2: what came since is made of
 * it, so that a server that breaks the old breaks the new with it.
 */
function kindFor(id: BehaviourId): Kind {
  const newestFirst = [...kinds].sort((a, b) => rank(b) - rank(a));
  const newest = Math.max(5.2, Number(behaviours[id].since ?? 0));
  const fitting = newestFirst.filter((kind) => rank(kind) <= newest);
  const found = fitting.find((kind) => reasonToSkip(behaviours[id], kind) === null);
  if (found === undefined) throw new Error(`No server has ${id}.`);
  return found;
}

function rank({ version }: Kind): number {
  return version === "specification" ? 0 : Number(version);
}

/**
 * The behaviours whose checks the breakage can touch: each check starts from the same server, so one
 * that sends nothing to the broken route goes as it goes on a sound server, where the conformance test sees it hold.
 */
async function withinReach({ route, traits }: Breakage, kind: Kind): Promise<Record<string, Behaviour>> {
  if (route === undefined || traits !== undefined) return behaviours;
  const requests = await requestsOn(kind);
  const isTouched = (id: string) =>
    requests.get(id)?.some(({ method, path }) => matchesRoute(route, method, path)) ?? false;
  return Object.fromEntries(Object.entries(behaviours).filter(([id]) => isTouched(id)));
}

const recorded = new Map<Kind, Promise<Map<string, LoggedRequest[]>>>();

/** What each check sends to a sound server. */
function requestsOn(kind: Kind): Promise<Map<string, LoggedRequest[]>> {
  const known = recorded.get(kind) ?? record(kind);
  recorded.set(kind, known);
  return known;
}

async function record(kind: Kind): Promise<Map<string, LoggedRequest[]>> {
  const standIn = createMemoryStandIn(kind);
  const sent = new Map<string, LoggedRequest[]>();
  await judge(behaviours, kind, standIn.freshTarget, {
    tell: ({ id, outcome }) => void (outcome !== "skipped" && sent.set(id, standIn.requests())),
  });
  return sent;
}
