import * as http from "node:http";
import * as https from "node:https";
import type { Duplex } from "node:stream";

/** The kept connections, one agent per origin. */
export interface SocketPools {
  /** Without connections that idled too long: the server may have closed those already. */
  agentFor(origin: string): http.Agent;
  dropIdle(origin: string): void;
  close(): void;
}

const socketsPerOrigin = 4;

/** Servers close idle connections after 5 s and more. Wall time, so that a connection does not outlive a sleep. */
const longestIdleMs = 3000;

export function createSocketPools(): SocketPools {
  const agents = new Map<string, http.Agent>();
  const freedAtMs = new WeakMap<Duplex, number>();
  const dropOlder = (agent: http.Agent, thanMs: number) => {
    for (const socket of Object.values(agent.freeSockets).flat()) {
      if (socket && Math.abs(Date.now() - (freedAtMs.get(socket) ?? 0)) >= thanMs) socket.destroy();
    }
  };
  return {
    agentFor(origin) {
      const known = agents.get(origin);
      if (known) {
        dropOlder(known, longestIdleMs);
        return known;
      }
      const agent = createAgent(origin);
      agent.on("free", (socket) => freedAtMs.set(socket, Date.now()));
      agents.set(origin, agent);
      return agent;
    },
    dropIdle(origin) {
      const agent = agents.get(origin);
      if (agent) dropOlder(agent, 0);
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

/** The place for an own certificate authority, or none at all by the player's choice. */
function createAgent(origin: string): http.Agent {
  const options = { keepAlive: true, maxSockets: socketsPerOrigin };
  return origin.startsWith("https:") ? new https.Agent(options) : new http.Agent(options);
}
