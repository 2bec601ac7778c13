import { afterwards, type Breakage, during, instead, restatus } from "../breakage.ts";

const files = "/api/sync/retroarch/**";
const [read, write] = [`GET ${files}`, `PUT ${files}`];

/** Section 5.10. */
export const retroarchBreakages54 = {
  "retroarch-signs-in-by-password": instead(
    read,
    (c) => c.req.header("authorization")?.startsWith("Bearer ") ?? false,
    200,
    [],
  ),
  "retroarch-writes-into-no-slot": afterwards(write, (c) => {
    for (const save of c.get("rules").database.saves) save.emulator = "retroarch";
  }),
  "retroarch-is-one-device": afterwards(write, (c) => {
    for (const [index, device] of c.get("rules").database.devices.entries())
      if (device.name === "RetroArch") device.name = `RetroArch ${index}`;
  }),
  "retroarch-sees-no-slot": during(read, (c) => {
    const slotted = c.get("rules").database.saves.filter(({ slot }) => slot !== null);
    const slots = slotted.map(({ slot }) => slot);
    for (const save of slotted) save.slot = null;
    return () => {
      for (const [index, save] of slotted.entries()) save.slot = slots[index] ?? null;
    };
  }),
  "retroarch-deletes-travel": instead(`DELETE ${files}`, () => true, 200, null),
  "retroarch-unknown-game-is-409": restatus(write, 409, 404),
} satisfies Record<string, Breakage>;
