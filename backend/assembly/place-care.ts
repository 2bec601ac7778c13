import { nameOfPlace } from "../core/shapes/shapes.ts";
import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import { createRetrodeckFiles } from "../emulators/retrodeck/files.ts";
import type { Environment } from "../environment.ts";
import { createFinder } from "../locations/find/finder.ts";
import { createCards } from "../locations/moved/cards.ts";
import { createMovedPlaces } from "../locations/moved/settings.ts";
import { resolvePath } from "../locations/resolve.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import { createMounts } from "../machine/mounts.ts";
import type { StateStore } from "../ports/state-store.ts";
import { createRecogniser } from "../shortcuts/recognise/recognise-with-files.ts";
import { describeDefect } from "../work/defects.ts";
import { createSchedule } from "../work/schedule.ts";
import { inflate } from "./inflate.ts";

interface CareGround {
  environment: Environment;
  disk: Disk;
  clock: Clock;
  log: Log;
  store: StateStore;
  interruptFor: <T>(task: () => Promise<T>) => Promise<T>;
  /** Something moved, or came back. */
  changed: () => void;
}

export type PlaceCare = ReturnType<typeof createPlaceCare>;

/** How often the machine is asked whether a card that saves wait for is there; nothing else is. */
const cardPollMs = 15_000;

const usualCardRoots = ["/run/media/", "/media/", "/mnt/"];

/** Looks after places that may move: cards by their file system, and where the emulators' settings lead. */
export function createPlaceCare(ground: CareGround) {
  const { disk, environment, store, clock, log } = ground;
  const { homeFolder, procRoot, uuidFolder = "/dev/disk/by-uuid", cardRoots = usualCardRoots } = environment;
  const cards = createCards({ ...ground, cardRoots, mounts: createMounts({ procRoot, uuidFolder }) });
  const moved = createMovedPlaces({
    store,
    createFinder: () => createFinder({ disk, homeFolder, inflate }),
    recognise: (command) =>
      createRecogniser({ homeFolder, retrodeck: createRetrodeckFiles(disk, homeFolder) }).recognise(command),
    resolve: (path) => resolvePath(disk, path),
  });

  return {
    movedTo: moved.of,
    answered: moved.answered,
    async look(unitIds?: readonly UnitId[]): Promise<void> {
      try {
        const hasCome = await cards.look();
        const hasMoved = await moved.look(unitIds);
        if (hasCome || hasMoved) ground.changed();
      } catch (error) {
        // Saves are synced where they were, as long as nobody knows better.
        log.error("Looking after the saves' places failed.", { error: describeDefect(error) });
      }
    },
    /** What stands there is not to be taken for the save, or its absence for a deletion; null: it is. */
    async troubleWith(
      unit: Pick<Unit, "unitId" | "card" | "baseline">,
      isAbsent: boolean,
    ): Promise<string | null> {
      const away = await cards.whyAway(unit);
      if (away !== null || !isAbsent || unit.baseline === null) return away;
      const to = moved.of(unit.unitId);
      return to && `The emulator keeps it elsewhere by now: ${nameOfPlace(to)}`;
    },
    /** Until a card comes that saves wait for. */
    watchForCards(hasCome: () => void): void {
      let wasAwaiting = false;
      const looks = createSchedule(
        { clock, log },
        {
          name: "Looking for a card",
          async work() {
            const isAwaiting = await cards.isAwaiting();
            if (isAwaiting && (await cards.look())) hasCome();
            else if (wasAwaiting && !isAwaiting) hasCome();
            wasAwaiting = isAwaiting;
            return cardPollMs;
          },
          afterDefect: () => cardPollMs,
        },
      );
      looks.runIn(cardPollMs);
    },
  };
}
