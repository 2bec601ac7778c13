import type { Slot } from "../../../backend/contract/words.ts";
import { startStandIn } from "./romm-process.ts";
import { createServerView, type LibraryRom, type ServerView } from "./server-view.ts";

/** The server of a demo: the stand-in, or a real RomM. */
export interface RommServer {
  /** Its slots are the demo's own: nobody else's save is in reach. */
  readonly isStandIn: boolean;
  /** As a reader knows it. */
  readonly label: string;
  readonly view: ServerView;
  readonly roms: readonly LibraryRom[];
  /** The slot that the demo plays in. */
  readonly slot: Slot;
  /** Replaces the present faults; a real server has none to set. */
  setFaults(names: string[]): Promise<void>;
  /** Whether an upload is half-read and waits, since the fault was set. */
  isHoldingUpload(): boolean;
  stop(): Promise<void>;
}

/** Free games, so that a screenshot offends nobody. */
const library = [
  { platform: "gba", fsName: "Anguna - Warriors of Virtue (World).gba", name: "Anguna" },
  { platform: "gbc", fsName: "uCity (World).gbc", name: "µCity" },
  { platform: "nes", fsName: "Nova the Squirrel (World).nes", name: "Nova the Squirrel" },
  { platform: "gb", fsName: "Tobu Tobu Girl (World).gb", name: "Tobu Tobu Girl" },
  { platform: "nes", fsName: "Blade Buster (World).nes", name: "Blade Buster" },
  { platform: "gba", fsName: "Apotris (World).gba", name: "Apotris" },
  { platform: "gb", fsName: "Libbet and the Magic Floor (World).gb", name: "Libbet and the Magic Floor" },
  { platform: "gba", fsName: "Varooom 3D (World).gba", name: "Varooom 3D" },
];

/** A process of its own with a small library, or what `ROMM_URL`, `ROMM_TOKEN` and `ROMM_ROM_ID` name. */
export async function startRommServer(p: { folder: string; faults: string[] }): Promise<RommServer> {
  const { ROMM_URL, ROMM_TOKEN, ROMM_ROM_ID } = process.env;
  if (ROMM_URL !== undefined) return attachToRealServer(ROMM_URL, ROMM_TOKEN, ROMM_ROM_ID);
  const standIn = await startStandIn(p);
  try {
    for (const rom of library) await standIn.ask({ rom });
    const view = createServerView(standIn);
    return {
      isStandIn: true,
      label: `stand-in at ${standIn.origin.slice("http://".length)}`,
      view,
      roms: await view.listRoms(),
      slot: toSlot("autosave"),
      setFaults: async (names) => {
        await standIn.ask({ clear: true });
        for (const fault of names) await standIn.ask({ fault });
      },
      isHoldingUpload: standIn.isHoldingUpload,
      stop: standIn.stop,
    };
  } catch (error) {
    await standIn.stop();
    throw error;
  }
}

/** The demo writes real rows there, into a slot of its own, so that no save of the player is in reach. */
async function attachToRealServer(
  url: string,
  token: string | undefined,
  romId: string | undefined,
): Promise<RommServer> {
  if (token === undefined || romId === undefined) {
    throw new Error(
      "With ROMM_URL, also say ROMM_TOKEN (a client token) and ROMM_ROM_ID (a rom to play with).",
    );
  }
  const view = createServerView({ origin: new URL(url).origin, token });
  return {
    isStandIn: false,
    label: `at ${new URL(url).host}`,
    view,
    roms: [await view.getRom(Number(romId))],
    slot: toSlot(`savepoint-demo ${new Date().toISOString().slice(0, 19)}`),
    setFaults: async (names) => {
      if (names.length > 0) throw new Error("A real server has no faults to set.");
    },
    isHoldingUpload: () => false,
    stop: async () => {},
  };
}

function toSlot(name: string): Slot {
  return name as Slot;
}
