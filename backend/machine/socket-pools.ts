import type { Agent } from "node:http";
import type { LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import type { Trust } from "./http.ts";
import { http } from "./node-http.ts";
import { createTrustingAgent } from "./trusting-agent.ts";

/** Connections are shared by what goes to one origin on the same terms. */
export interface Target {
  origin: string;
  trust: Trust;
}

/** The kept connections, one agent per target. */
export interface SocketPools {
  /** Without connections that idled too long: the server may have closed those already. */
  agentFor(target: Target): Agent;
  dropIdle(target: Target): void;
  close(): void;
}

const socketsPerOrigin = 4;

/** Servers close idle connections after 5 s and more. Wall time, so that a connection does not outlive a sleep. */
const longestIdleMs = 3000;

export function createSocketPools(lookup: LookupFunction): SocketPools {
  const agents = new Map<string, Agent>();
  const freedAtMs = new WeakMap<Duplex, number>();
  const dropOlder = (agent: Agent, thanMs: number) => {
    for (const socket of Object.values(agent.freeSockets).flat()) {
      if (socket && Math.abs(Date.now() - (freedAtMs.get(socket) ?? 0)) >= thanMs) socket.destroy();
    }
  };
  return {
    agentFor(target) {
      const key = keyOf(target);
      const known = agents.get(key);
      if (known) {
        dropOlder(known, longestIdleMs);
        return known;
      }
      const agent = createAgent(target, lookup);
      agent.on("free", (socket) => freedAtMs.set(socket, Date.now()));
      agents.set(key, agent);
      return agent;
    },
    dropIdle(target) {
      const agent = agents.get(keyOf(target));
      if (agent) dropOlder(agent, 0);
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

function keyOf({ origin, trust }: Target): string {
  return JSON.stringify([origin, trust.authority, trust.fingerprint, trust.clientCertificate]);
}

function createAgent({ origin, trust }: Target, lookup: LookupFunction): Agent {
  const options = { keepAlive: true, maxSockets: socketsPerOrigin, lookup };
  return origin.startsWith("https:") ? createTrustingAgent(trust, options) : new http.Agent(options);
}
