import type { Mutant } from "./mutant.ts";

const network = (name: string) => ({ file: "test/triggers/network.test.ts", name });
const wake = (name: string) => ({ file: "test/triggers/wake.test.ts", name });
const folders = (name: string) => ({ file: "test/triggers/folders.test.ts", name });
const queue = (name: string) => ({ file: "test/triggers/queue.test.ts", name });
const news = (name: string) => ({ file: "test/triggers/news.test.ts", name });
const conditions = (name: string) => ({ file: "test/triggers/conditions.test.ts", name });
const lateLook = (name: string) => ({ file: "test/triggers/late-look.test.ts", name });
const runs = (name: string) => ({ file: "test/sync/runs.test.ts", name });

/** What comes too often, too late, twice, or not at all. */
export const triggerMutants: Mutant[] = [
  {
    name: "who joins a run is answered by a look from before he came",
    file: "backend/sync/runs/runs.ts",
    text: "joined.again.add(unitId);",
    replacement: "joined.ahead.add(unitId);",
    test: runs("is told of what was written after the run had passed it"),
  },
  {
    name: "what is asked for during a run is lost",
    file: "backend/triggers/queue.ts",
    text: "    wanted = nothing;\n    const isWhole",
    replacement: "    const isWhole",
    test: queue("What is asked for while a run is under way is the next run"),
  },
  {
    name: "runs follow each other without a pause",
    file: "backend/triggers/queue.ts",
    text: "runs.runIn(Math.max(inMs, endedAtMs + betweenRunsMs - clock.monotonic()));",
    replacement: "runs.runIn(inMs);",
    test: queue("Between two runs lie two seconds, whoever asks"),
  },
  {
    name: "another network is not noticed",
    file: "backend/triggers/network.ts",
    text: "if (!hasMoved && nowMs < away.nextProbeMs)",
    replacement: "if (nowMs < away.nextProbeMs)",
    test: network("Away for long, it is asked seldom, and at once when the machine is in another network"),
  },
  {
    name: "who is refused asks at the door",
    file: "backend/triggers/network.ts",
    text: "if (!passing.has(reach.problem.code)) {",
    replacement: "if (false) {",
    test: network("Who is refused does not ask at the door"),
  },
  {
    name: "connections outlive a sleep",
    file: "backend/triggers/triggers.ts",
    text: "        deps.dropConnections();\n",
    replacement: "",
    test: wake("An exit whose push was cut by the sleep ends right at the wake"),
  },
  {
    name: "our own writes bring a run about",
    file: "backend/triggers/folders.ts",
    text: "return worthALook.has(status.kind);",
    replacement: "return true;",
    test: folders("our own pull"),
  },
  {
    name: "on a share nobody looks",
    file: "backend/triggers/folders.ts",
    text: "      await lookAtUnheard(",
    replacement: "      if (units.length < 0) await lookAtUnheard(",
    test: folders("On a share without events what was written is found"),
  },
  {
    name: "a game that stays open elsewhere is told again and again",
    file: "backend/triggers/news.ts",
    text: "    for (const { name } of news) told.add(name);\n",
    replacement: "",
    test: news("A game that is open here and was played elsewhere is told once"),
  },
  {
    name: "a summary follows what was heard save by save",
    file: "backend/sync/runs/pass.ts",
    text: "isQuiet: run.quiet !== undefined",
    replacement: "isQuiet: false",
    test: news("what was saved, fetched and needs him is told as one thing, and once"),
  },
  {
    name: "who did not wait for a check never hears of it",
    file: "backend/launch/before-launch.ts",
    text: "    if (unchecked !== null && leftOpen.has(unchecked)) deps.lookLate(check.unitId);\n",
    replacement: "",
    test: lateLook("where the player did not wait"),
  },
  {
    name: "what came at a game's end comes without a word",
    file: "backend/assembly/assemble.ts",
    text: 'if (how.purpose === "exit" && isFetched)',
    replacement: "if (false)",
    test: lateLook("and what is newer comes when it has ended without writing, and is said"),
  },
  {
    name: "Decks that come back together send in one order",
    file: "backend/sync/runs/pass.ts",
    text: '  { deviceId }: Pick<ServerSession, "deviceId">,',
    replacement: '  _session: Pick<ServerSession, "deviceId">,\n  deviceId = "",',
    test: {
      file: "test/triggers/together.test.ts",
      name: "Two Decks that come back together go through their games in different orders",
    },
  },
  {
    name: "whoever opens the panel again and again asks again and again",
    file: "backend/triggers/triggers.ts",
    text: "if (clock.monotonic() - panelAtMs < panelAgainMs) return;",
    replacement: "",
    test: {
      file: "test/triggers/together.test.ts",
      name: "Whoever opens and closes the panel looks once in a minute",
    },
  },
  {
    name: "a large save costs a metered network what it costs",
    file: "backend/sync/unit/act.ts",
    text: "  if (waitsFor !== null) return wait(parts,",
    replacement: "  if (waitsFor === undefined) return wait(parts,",
    test: conditions("a large save that another program wrote waits, says for what"),
  },
  {
    name: "what waits for a charger does not go when it is there",
    file: "backend/triggers/triggers.ts",
    text: "      queue.ask({ unitIds: waiting, isAfterAway: true }, 0);\n",
    replacement: "",
    test: conditions("a large save that another program wrote waits, says for what"),
  },
  {
    name: "who presses during a run of its own accord is held to its limit",
    file: "backend/sync/runs/runs.ts",
    text: "        joined.restraint = restraint && joined.restraint;\n",
    replacement: "",
    test: conditions("a press while such a run is under way moves it too"),
  },
  {
    name: "what a game's end could not send waits for a charger",
    file: "backend/triggers/triggers.ts",
    text: "(ended.has(unitId) ? null : restraint(sizeBytes))",
    replacement: "restraint(sizeBytes)",
    test: conditions("what a game's exit could not send goes with its next try"),
  },
  {
    name: "what the player adds waits for a charger",
    file: "backend/triggers/triggers.ts",
    text: "restraint: isAsked ? undefined : unlessEnded",
    replacement: "restraint: unlessEnded",
    test: conditions("what the player adds is compared and moved at once"),
  },
  {
    name: "a comparison costs a metered network what it costs",
    file: "backend/sync/look/look.ts",
    text: "    if (waitsFor !== null)\n",
    replacement: "    if (waitsFor === undefined)\n",
    test: conditions("What only RomM's bytes can tell from another save waits as well"),
  },
  {
    name: "what was spent before a free network counts on behind it",
    file: "backend/triggers/restraint.ts",
    text: "      for (const limit of over) spent.delete(limit);\n",
    replacement: "",
    test: conditions("are there again after an hour, and when what is dear ended"),
  },
  {
    name: "a launch that was let go is said to run",
    file: "backend/sync/look/fence.ts",
    text: 'return (await isLeasedToOther(work)) ? "starting" : null;\n}\n\nexport type Busy',
    replacement: 'return (await isLeasedToOther(work)) ? "running" : null;\n}\n\nexport type Busy',
    test: {
      file: "test/launch/play-never-waits.test.ts",
      name: "a run that was under way does not replace the save behind a launch that was let go",
    },
  },
  {
    name: "a save on its way makes RomM look slow",
    file: "backend/launch/before-launch.ts",
    text: "(isBehindPush || progress.isSending())",
    replacement: "(isBehindPush && progress.isSending())",
    test: {
      file: "test/launch/words-of-busy.test.ts",
      name: "a launch that comes while the last session is on its way is told that",
    },
  },
];
