import { describe, expect, test } from "vitest";
import { begin, type Happening, outlive } from "../../backend/core/marks/survival.ts";
import type { Intent, Marks, SentUpload, SwitchIntent } from "../../backend/core/marks.ts";
import type { SaveId, Slot } from "../../backend/core/vocabulary.ts";
import { md5, seenOf, sha } from "./observations.ts";

const realPath = "/saves/Game.srm";

function sent(content: string): SentUpload {
  const hashes = { sha256: sha(content), contentHash: md5(content) };
  return { realPath, ...hashes, sizeBytes: 100, parentSaveId: 5 as SaveId, sentAtMs: 0 };
}

const push = (content: string): Intent => ({ kind: "push", ...sent(content), seen: seenOf([]) });
const pull: Intent = {
  kind: "pull",
  source: { kind: "kept-copy" },
  realPath,
  sha256: sha("new"),
  sizeBytes: 100,
  replaced: null,
  stagedPath: "/saves/.staged",
  isRaced: false,
};
const swap = {
  parts: [{ path: "/a", aside: "/a.old", staged: "/a.new", before: sha("a0"), after: sha("a1") }],
};
const leaving: SwitchIntent = {
  ...{ kind: "switch", realPath, from: "autosave" as Slot, to: "run2" as Slot },
  ...{ fromSha256: sha("agreed"), toSha256: null },
};

const all: Omit<Marks, "intent"> = {
  late: [sent("late")],
  owed: {
    confirm: { saveId: 5 as SaveId, contentHash: null },
    tracking: { isTracked: true },
    look: { sinceMs: 0 },
  },
};

/** `pull (kept-copy), late 1, confirm tracking` */
function inOneLine({ intent, late, owed }: Marks): string {
  const intents = intent?.kind === "pull" ? `pull (${intent.source.kind})` : (intent?.kind ?? "none");
  return `${intents}, late ${late.length}, ${Object.keys(owed).join(" ") || "nothing"} owed`;
}

describe("what a mark outlives", () => {
  test.each<[Happening, string, Intent | null, string]>([
    ["agreement", "a pull has come to its end", pull, "none, late 1, tracking owed"],
    ["agreement", "an unanswered push may still arrive", push("sent"), "none, late 2, tracking owed"],
    ["agreement", "a push of what is agreed on has arrived", push("agreed"), "none, late 1, tracking owed"],
    ["recovery", "nothing of an old state is believed", push("sent"), "none, late 0, nothing owed"],
    ["recovery", "nor is a pull that is done in one step", pull, "none, late 0, nothing owed"],
    [
      "recovery",
      "but what was half replaced is put right first",
      { ...pull, swap },
      "pull (forgotten), late 0, nothing owed",
    ],
    [
      "move",
      "what was about to happen at another place tells nothing here",
      push("sent"),
      "none, late 1, confirm tracking look owed",
    ],
    ["forgetting", "both sides are as if they had never met", push("sent"), "none, late 0, nothing owed"],
  ])("%s: %s", (happening, _why, intent, expected) => {
    expect(inOneLine(outlive({ ...all, intent }, happening, sha("agreed")))).toBe(expected);
  });
});

describe("when another intent begins", () => {
  test("an unanswered push is late: a proxy may still deliver it", () => {
    const marks = begin({ ...all, intent: push("sent") }, pull);
    expect(marks).toEqual({ ...all, intent: pull, late: [...all.late, sent("sent")] });
  });

  test("a push of the same content may come twice, and is waited for once", () => {
    const marks = begin({ ...all, intent: push("late") }, push("late"));
    expect(marks).toEqual({ ...all, intent: push("late"), late: [sent("late")] });
  });

  test("no more than three pushes are waited for: a proxy holds no more", () => {
    const late = ["1", "2", "3"].map(sent);
    const marks = begin({ ...all, late, intent: push("4") }, pull);
    expect(marks.late).toEqual(["2", "3", "4"].map(sent));
  });

  test("a switch of slots comes to its end first: nothing is transferred while it stands", () => {
    expect(begin({ ...all, intent: leaving }, pull).intent).toBe(leaving);
    expect(begin({ ...all, intent: leaving }, push("sent")).intent).toBe(leaving);
  });
});
