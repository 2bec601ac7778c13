import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as v from "valibot";
import type { PlaySession } from "../emulator/sessions.ts";
import { withDeadline } from "./deadline.ts";
import { type Game, launchWordsOf } from "./game.ts";
import type { Home } from "./home.ts";

/** A game that Steam has started: a real reaper, a real emulator below it. */
export interface RunningGame {
  readonly game: Game;
  readonly emulatorPid: number;
  readonly hasEnded: Promise<void>;
  /** Adds one session to what the emulator holds in memory. */
  play(): Promise<PlaySession>;
  /** The emulator writes its save file in place and goes on. */
  save(): Promise<void>;
  /** One SIGTERM, as from Steam's "Exit game": the emulator writes its save and ends. */
  exit(): Promise<void>;
  /** SIGKILL for the whole tree: nothing is written. */
  kill(): Promise<void>;
}

const emulatorEvent = v.variant("event", [
  v.object({ event: v.literal("ready"), pid: v.number() }),
  v.object({
    event: v.literal("played"),
    session: v.object({ deck: v.string(), number: v.number(), id: v.string() }),
  }),
  v.object({ event: v.literal("saved") }),
]);
type EmulatorEvent = v.InferOutput<typeof emulatorEvent>;

/** Puts itself into the process table, then becomes `reaper SteamLaunch AppId=… -- <command>`. */
const steam = `ln -sfn "/proc/$$" "$SAVEPOINT_PROC_ROOT/$$" && exec -a "$1" /bin/bash "\${@:2}"`;

/** Resolves when the emulator has read its save. `emulatorOptions` such as `--hold` are the emulator's own. */
export async function startGame(
  game: Game,
  home: Home,
  options: { procRoot: string; emulatorOptions: string },
): Promise<RunningGame> {
  const reaper = `${home.steamRuntime}/reaper`;
  const tree = spawn(
    "/bin/bash",
    [
      "-c",
      steam,
      "steam",
      reaper,
      "SteamLaunch",
      `AppId=${game.appId}`,
      "--",
      ...launchWordsOf(home.folder, game),
    ],
    {
      cwd: home.steamRuntime,
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        HOME: home.folder,
        SAVEPOINT_PROC_ROOT: options.procRoot,
        EMULATOR_OPTIONS: options.emulatorOptions,
      },
    },
  );
  const conversation = converse(tree);
  const hasEnded = once(tree, "close").then(() => {});
  const kill = async () => {
    if (tree.pid !== undefined && tree.exitCode === null) killGroup(tree.pid);
    await hasEnded;
  };
  const ready = await conversation.next("ready").catch(async (error) => {
    await kill();
    throw error;
  });
  const emulatorPid = ready.pid;

  return {
    game,
    emulatorPid,
    hasEnded,
    play: async () => (await conversation.ask("play", "played")).session,
    save: async () => void (await conversation.ask("save", "saved")),
    exit: async () => {
      process.kill(emulatorPid, "SIGTERM");
      await withDeadline(hasEnded, 5_000, `${game.name} did not end after SIGTERM.`);
    },
    kill,
  };
}

/** Commands down the emulator's stdin, events up its stdout, each awaited for ten seconds. */
function converse(tree: ChildProcess) {
  const events: EmulatorEvent[] = [];
  const listeners = new Set<() => void>();
  if (tree.stdout === null || tree.stdin === null) throw new Error("The game has no pipes.");
  const { stdin, stdout } = tree;
  stdin.on("error", () => {}); // The game ended meanwhile: the answer that does not come tells it.
  createInterface({ input: stdout }).on("line", (line) => {
    events.push(v.parse(emulatorEvent, JSON.parse(line)));
    for (const listener of listeners) listener();
  });

  const next = <Kind extends EmulatorEvent["event"]>(kind: Kind) => {
    type Wanted = Extract<EmulatorEvent, { event: Kind }>;
    const isWanted = (event: EmulatorEvent): event is Wanted => event.event === kind;
    const arrival = new Promise<Wanted>((resolve) => {
      const look = () => {
        const found = events.findIndex(isWanted);
        const event = events[found];
        if (event === undefined || !isWanted(event)) return;
        events.splice(found, 1);
        listeners.delete(look);
        resolve(event);
      };
      listeners.add(look);
      look();
    });
    return withDeadline(arrival, 10_000, `The emulator did not say "${kind}".`);
  };

  return {
    next,
    ask: <Kind extends EmulatorEvent["event"]>(command: string, answer: Kind) => {
      stdin.write(`${command}\n`);
      return next(answer);
    },
  };
}

/** A group that ended in the meantime is no error. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
