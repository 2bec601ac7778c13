import { expect, test } from "vitest";
import { runStory } from "../world/sim/run-story.ts";
import type { Step, Story, Trouble } from "../world/sim/story.ts";

const none: Trouble = { kind: "none" };

/** Stories that the simulation found, told short. */
test("a Deck that died before it wrote a listing down still sends its save after an old row was re-dated", async () => {
  for (let at = 20; at < 85; at++) {
    await expectToHold([
      { do: "launch", deck: 2, game: 0, plays: 1, trouble: none },
      { do: "launch", deck: 2, game: 0, plays: 1, trouble: none },
      { do: "sync", deck: 0, game: 0, trouble: { kind: "dies", at, choices: null } },
      { do: "unplug", deck: 0 },
      { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
      { do: "re-date", row: 0 },
    ]);
  }
});

test("after a recovery a re-dated older row does not replace the newest save unasked", async () => {
  await expectToHold([
    { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
    { do: "launch", deck: 1, game: 0, plays: 2, trouble: none },
    { do: "re-date", row: 0 },
    { do: "recover-state", deck: 1, updates: 0 },
  ]);
});

test("two accounts play on one Deck, and neither holds the other's sessions", async () => {
  const steps: Step[] = [
    { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
    { do: "switch-account", deck: 1 },
    { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
    { do: "switch-account", deck: 1 },
    { do: "launch", deck: 1, game: 0, plays: 0, trouble: none },
  ];
  await expectToHold(steps, { accountCount: 2 });
});

test("a save that was played offline is not the next account's to send", async () => {
  const steps: Step[] = [
    { do: "unplug", deck: 0 },
    { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
    { do: "switch-account", deck: 0 },
    { do: "plug", deck: 0 },
    { do: "sync", deck: 0, game: 0, trouble: none },
  ];
  await expectToHold(steps, { accountCount: 2 });
});

test("a save that is kept over an archive goes up", async () => {
  await expectToHold([
    { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
    { do: "upload-archive", account: 0, game: 0 },
  ]);
});

test("an archive of another kind is no bar to what the player keeps, where hashes of archives tell nothing", async () => {
  const steps: Step[] = [{ do: "upload-archive", account: 0, game: 0 }];
  await expectToHold(steps, { location: "files", version: "4.7.0" });
});

test("a download that was cut short before it was recorded is not the next account's to send", async () => {
  for (let at = 0; at < 5; at++) {
    const steps: Step[] = [
      { do: "launch", deck: 2, game: 0, plays: 2, trouble: none },
      { do: "sync", deck: 1, game: 0, trouble: { kind: "dies-moving", at, choices: null } },
      { do: "switch-account", deck: 1 },
      { do: "sync", deck: 1, game: 0, trouble: none },
    ];
    await expectToHold(steps, { accountCount: 2 });
    await expectToHold(steps, { accountCount: 2, location: "files" });
  }
});

test("a set is never a mix, whatever the disk kept of its exchange", async () => {
  for (let choices = 0; choices < 60; choices++) {
    const trouble: Trouble = { kind: "dies-moving", at: choices % 6, choices };
    await expectToHold(
      [
        { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
        { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
        { do: "sync", deck: 0, game: 0, trouble },
      ],
      { location: "files" },
    );
  }
});

test("an upload that came late and was dated anew does not keep the newer save from going up", async () => {
  await expectToHold([
    { do: "play", deck: 0, game: 0 },
    { do: "launch", deck: 0, game: 0, plays: 1, trouble: { kind: "delayed" } },
    { do: "deliver-late" },
    { do: "re-date", row: 1 },
  ]);
});

test("a question about a raced download ends when it is answered, also on a server that gives ids anew", async () => {
  const steps: Step[] = [
    { do: "play", deck: 3, game: 0 },
    { do: "launch", deck: 3, game: 0, plays: 2, trouble: none },
    { do: "delete", deck: 3, game: 0 },
    { do: "launch", deck: 0, game: 0, plays: 0, trouble: none },
    { do: "launch", deck: 3, game: 0, plays: 1, trouble: { kind: "game-starts-late" } },
    { do: "launch", deck: 2, game: 0, plays: 2, trouble: { kind: "dies", at: 15, choices: 264 } },
    { do: "restore-server" },
  ];
  await expectToHold(steps, { deckCount: 4, location: "files", version: "4.7.0" });
});

test("a download that a crash cut off is not taken back for a row that the web player had changed before it", async () => {
  for (const version of ["4.7.0", "5.2.0"]) {
    for (let at = 0; at < 7; at++) {
      await expectToHold(
        [
          { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
          { do: "play-in-browser", account: 0, game: 0, below: 0 },
          { do: "launch", deck: 2, game: 0, plays: 2, trouble: none },
          { do: "sync", deck: 1, game: 0, trouble: { kind: "dies-moving", at, choices: null } },
        ],
        { version },
      );
    }
  }
});

test("an upload that never left does not forget the one before it, which stands in a proxy", async () => {
  for (const plays of [0, 1]) {
    await expectToHold([
      { do: "play", deck: 0, game: 0 },
      { do: "sync", deck: 0, game: 0, trouble: { kind: "delayed" } },
      ...Array<Step>(plays).fill({ do: "play", deck: 0, game: 0 }),
      { do: "sync", deck: 0, game: 0, trouble: { kind: "refused", at: 2 } },
      { do: "unplug", deck: 0 },
      { do: "play", deck: 0, game: 0 },
    ]);
  }
});

test("what was kept of two heads goes on top, for all Decks", async () => {
  await expectToHold(
    [
      { do: "play", deck: 1, game: 0 },
      { do: "launch", deck: 1, game: 0, plays: 0, trouble: { kind: "refused", at: 3 } },
      { do: "play", deck: 1, game: 0 },
      { do: "launch", deck: 1, game: 0, plays: 2, trouble: none },
      { do: "launch", deck: 1, game: 0, plays: 1, trouble: { kind: "game-starts-late" } },
      { do: "launch", deck: 0, game: 0, plays: 1, trouble: none },
      { do: "re-date", row: 3 },
      { do: "recover-state", deck: 1, updates: 10 },
    ],
    { deckCount: 2, location: "files", version: "specification" },
  );
});

test("what was changed in place beside an upload that stood in a proxy is asked about, whatever the server's clock says", async () => {
  const steps: Step[] = [
    { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
    { do: "play", deck: 0, game: 0 },
    { do: "sync", deck: 0, game: 0, trouble: { kind: "delayed" } },
    { do: "skew-server", minutes: -750_000 },
    { do: "play-in-browser", account: 0, game: 0, below: 0 },
  ];
  for (const version of ["4.7.0", "5.2.0"]) await expectToHold(steps, { version });
});

test("an archive whose upload was not answered is known again by RomM before 4.9, and after its update", async () => {
  const steps: Step[] = [
    { do: "play", deck: 0, game: 0 },
    { do: "sync", deck: 0, game: 0, trouble: { kind: "dies-after", at: 2 } },
    { do: "play", deck: 0, game: 0 },
  ];
  const shape = { location: "files", version: "4.7.0" } as const;
  await expectToHold(steps, shape);
  await expectToHold([...steps, { do: "update-romm" }], shape);
});

test("the hash that an update of RomM computes for an old row brings its old bytes back to no Deck", async () => {
  const steps: Step[] = [
    { do: "launch", deck: 1, game: 0, plays: 2, trouble: { kind: "delayed" } },
    { do: "update-romm" },
    { do: "launch", deck: 2, game: 0, plays: 1, trouble: { kind: "meanwhile", at: 1, deck: 3, plays: 2 } },
    { do: "launch", deck: 2, game: 0, plays: 0, trouble: { kind: "dies-after", at: 2 } },
    { do: "rehash" },
  ];
  await expectToHold(steps, { version: "4.7.0", autocleanupLimit: 10 });
});

test("a Deck whose state is recovered keeps a save that RomM lost as it was made, and sends it again", async () => {
  await expectToHold(
    [
      { do: "launch", deck: 2, game: 0, plays: 2, trouble: none },
      { do: "play", deck: 2, game: 0 },
      { do: "sync", deck: 1, game: 0, trouble: none },
      { do: "sync", deck: 2, game: 0, trouble: { kind: "overlaps", at: 1, deck: 1 } },
      { do: "recover-state", deck: 1, updates: 9 },
    ],
    { deckCount: 4, gameCount: 2 },
  );
  await expectToHold(
    [
      { do: "play", deck: 3, game: 0 },
      { do: "sync", deck: 3, game: 0, trouble: { kind: "overlaps", at: 1, deck: 2 } },
      { do: "recover-state", deck: 2, updates: 7 },
    ],
    { deckCount: 4 },
  );
});

test("an upload whose file was lost goes up again, whatever date RomM gives its row", async () => {
  const steps: Step[] = [
    { do: "play", deck: 2, game: 0 },
    { do: "sync", deck: 2, game: 0, trouble: { kind: "overlaps", at: 1, deck: 0 } },
    { do: "re-date", row: 0 },
  ];
  for (const location of ["file", "files"] as const)
    for (const version of ["4.7.0", "4.9.0", "5.2.0"]) await expectToHold(steps, { location, version });
});

test("two uploads that share one file ask once, can be answered either way, and are both sent again", async () => {
  for (const version of ["4.7.0", "4.9.0"]) {
    for (const at of [0, 1]) {
      const steps: Step[] = [
        { do: "play", deck: 0, game: 0 },
        { do: "sync", deck: 0, game: 0, trouble: { kind: "overlaps", at, deck: 1 } },
      ];
      await expectToHold(steps, { version });
      await expectToHold([...steps, { do: "play", deck: 0, game: 0 }], { version });
      await expectToHold([...steps, { do: "re-date", row: 0 }, { do: "play", deck: 0, game: 0 }], {
        version,
      });
    }
  }
});

test("an upload whose row another one took over is asked about, also where RomM dated it anew", async () => {
  for (const version of ["5.2.0", "specification"]) {
    await expectToHold(
      [
        { do: "play", deck: 1, game: 0 },
        { do: "sync", deck: 1, game: 0, trouble: { kind: "overlaps", at: 0, deck: 0 } },
        ...Array<Step>(12).fill({ do: "plug", deck: 1 }),
        { do: "re-date", row: 0 },
      ],
      { version },
    );
  }
});

test("a row whose lost file comes back is news to whoever could not read it", async () => {
  for (const location of ["file", "files"] as const) {
    await expectToHold(
      [
        { do: "launch", deck: 1, game: 0, plays: 2, trouble: none },
        { do: "launch", deck: 2, game: 0, plays: 2, trouble: none },
        { do: "play", deck: 1, game: 0 },
        { do: "lose-file", account: 0, game: 0 },
        { do: "sync", deck: 0, game: 0, trouble: none },
      ],
      { location, version: "4.7.0" },
    );
  }
});

test("a slot that is filled again with what was agreed on is no question, also without hashes", async () => {
  await expectToHold(
    [
      { do: "play", deck: 1, game: 0 },
      { do: "sync", deck: 1, game: 0, trouble: { kind: "delayed" } },
      { do: "sync", deck: 1, game: 0, trouble: none },
      { do: "restore-server" },
      { do: "launch", deck: 0, game: 1, plays: 2, trouble: none },
      { do: "play", deck: 1, game: 0 },
    ],
    { gameCount: 2, version: "4.7.0" },
  );
});

test("a switch back that a recovery forgot while the card was out leaves the save to the playthrough before", async () => {
  const meanwhile: Trouble = { kind: "meanwhile", at: 0, deck: 2, plays: 2 };
  await expectToHold(
    [
      { do: "select", deck: 0, game: 0, to: 2, begins: "empty", copy: 6, trouble: meanwhile },
      { do: "play", deck: 3, game: 0 },
      { do: "undo-at-once", deck: 0, game: 0, act: "keep-both", copy: 6 },
      { do: "play", deck: 0, game: 2 },
      { do: "launch", deck: 0, game: 2, plays: 0, trouble: { kind: "delayed" } },
      { do: "unmount", deck: 0 },
      { do: "recover-state", deck: 0, updates: 5 },
    ],
    {
      ...{ deckCount: 4, accountCount: 2, gameCount: 4, location: "files" },
      ...{ version: "4.7.0", hasMemoryCard: true },
    },
  );
});

test("an upload that came late on top of three times as much is asked about where nothing stands here", async () => {
  await expectToHold(
    [
      { do: "play", deck: 0, game: 0 },
      { do: "launch", deck: 0, game: 0, plays: 1, trouble: { kind: "delayed" } },
      { do: "launch", deck: 0, game: 0, plays: 1, trouble: { kind: "dies-after", at: 0 } },
      { do: "delete", deck: 0, game: 0 },
      { do: "recover-state", deck: 0, updates: 11 },
    ],
    { location: "folders", version: "specification", profile: "postgres" },
  );
});

test("a first upload that came late, after its Deck died before the next one, is what was sent, and no question", async () => {
  for (let at = 30; at < 45; at++) {
    await expectToHold(
      [
        { do: "play", deck: 1, game: 2 },
        { do: "sync", deck: 1, game: 2, trouble: { kind: "delayed" } },
        { do: "play", deck: 1, game: 2 },
        { do: "sync", deck: 1, game: 2, trouble: { kind: "dies", at, choices: 825 } },
      ],
      { deckCount: 2, gameCount: 4, version: "specification" },
    );
  }
});

test("two that begin a playthrough they spell differently get past PostgreSQL's lock, and are asked", async () => {
  await expectToHold(
    [
      { do: "answer-many", deck: 1, choices: ["keep-both", "keep-both"] },
      {
        ...{ do: "select", deck: 1, game: 0, to: 3, begins: "version", copy: 8 },
        trouble: { kind: "dies-moving", at: 3, choices: 464 },
      },
      { do: "select", deck: 0, game: 0, to: 7, begins: "version", copy: 11, trouble: { kind: "delayed" } },
      { do: "answer-many", deck: 1, choices: ["take-remote", "keep-both"] },
      { do: "answer-many", deck: 1, choices: ["take-remote", "take-remote", "take-remote"] },
    ],
    { version: "specification", profile: "postgres", autocleanupLimit: 3 },
  );
});

async function expectToHold(steps: Step[], shape: Partial<Story> = {}): Promise<void> {
  const story: Story = {
    ...{
      seed: 1,
      deckCount: 3,
      accountCount: 1,
      gameCount: 1,
      location: "file",
      hasMemoryCard: false,
      hasTriggers: false,
    },
    ...{ version: "5.2.0", profile: "mariadb", autocleanupLimit: null },
    ...shape,
    steps,
  };
  for (let seed = 1; seed <= 10; seed++)
    await expect(runStory({ ...story, seed }, new Map())).resolves.toBeDefined();
}
