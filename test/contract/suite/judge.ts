import { type Behaviour, type Kind, reasonToSkip } from "./behaviour.ts";
import { createBench, type Target } from "./bench.ts";

export interface Line {
  id: string;
  section: string;
  law: string;
  outcome: "held" | "broken" | "skipped";
  /** Why it was skipped, or what was seen instead. */
  detail: string;
}

export interface JudgeOptions {
  /** Told of each line as it stands. */
  tell?: (line: Line) => void;
  /** No further behaviour is begun; what was made is removed. */
  signal?: AbortSignal;
}

/** Checks the behaviours one after the other, each with things of its own. `freshTarget` is asked once per behaviour. */
export async function judge(
  behaviours: Record<string, Behaviour>,
  kind: Kind,
  freshTarget: () => Promise<Target>,
  { tell = () => {}, signal }: JudgeOptions = {},
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [id, behaviour] of Object.entries(behaviours)) {
    if (signal?.aborted) break;
    const { section, law } = behaviour;
    const skip = reasonToSkip(behaviour, kind);
    const seen =
      skip === null
        ? toVerdict(await failureOf(id, behaviour, kind, await freshTarget()))
        : { outcome: "skipped" as const, detail: skip };
    const line = { id, section, law, ...seen };
    lines.push(line);
    tell(line);
  }
  return lines;
}

function toVerdict(failure: string | null): Pick<Line, "outcome" | "detail"> {
  return failure === null ? { outcome: "held", detail: "" } : { outcome: "broken", detail: failure };
}

/** Null: it holds. A real server is left as it was found; a stand-in is thrown away as a whole. */
async function failureOf(
  id: string,
  behaviour: Behaviour,
  { isOurs }: Kind,
  target: Target,
): Promise<string | null> {
  const bench = createBench(target, isOurs ? id.slice(0, 20) : "run");
  const failure = await messageOf(() => behaviour.check(bench));
  const leftover = isOurs ? null : await messageOf(() => bench.cleanUp());
  return failure ?? leftover;
}

async function messageOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
