/** What can happen, as data: a story is a list of these, drawn by fast-check and shrunk by it. */
export type Step =
  | { do: "play"; deck: number }
  | { do: "sync"; deck: number; trouble: Trouble }
  | { do: "launch"; deck: number; plays: number; trouble: Trouble }
  | { do: "unplug"; deck: number }
  | { do: "plug"; deck: number }
  | { do: "restart"; deck: number }
  | { do: "lose-power"; deck: number; choices: number }
  | { do: "unmount"; deck: number }
  | { do: "mount"; deck: number }
  | { do: "delete"; deck: number }
  | { do: "re-date"; row: number }
  | { do: "skew-server"; minutes: number }
  | { do: "recover-state"; deck: number }
  | { do: "back-up-server" }
  | { do: "restore-server" }
  | { do: "answer"; deck: number; choice: "keep-local" | "take-remote" };

/** What goes wrong during one sync. `at` counts requests or disk steps from 0; too high a number means nothing happens. */
export type Trouble =
  | { kind: "none" }
  | { kind: "power-loss"; at: number; choices: number }
  | { kind: "refused"; at: number }
  | { kind: "answer-lost"; at: number }
  | { kind: "meanwhile"; at: number; deck: number; plays: number }
  | { kind: "game-starts"; at: number };

export function tell(step: Step): string {
  const trouble =
    "trouble" in step && step.trouble.kind !== "none" ? ` (${JSON.stringify(step.trouble)})` : "";
  const { do: verb, ...rest } = step;
  const facts = Object.entries(rest)
    .filter(([name]) => name !== "trouble")
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
  return `${verb}${facts ? ` ${facts}` : ""}${trouble}`;
}
