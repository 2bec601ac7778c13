import { brakeMutants } from "./brake-mutants.ts";
import { editedRowMutants } from "./edited-row-mutants.ts";
import { elsewhereMutants } from "./elsewhere-mutants.ts";
import { engineMutants } from "./engine-mutants.ts";
import { evidenceMutants } from "./evidence-mutants.ts";
import { folderMutants } from "./folder-mutants.ts";
import { groundMutants } from "./ground-mutants.ts";
import { lossMutants } from "./loss-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { overlapMutants } from "./overlap-mutants.ts";
import { paceMutants } from "./pace-mutants.ts";
import { placeMutants } from "./place-mutants.ts";
import { rebuildMutants } from "./rebuild-mutants.ts";
import { remoteMutants } from "./remote-mutants.ts";
import { setMutants } from "./set-mutants.ts";
import { stateMutants } from "./state-mutants.ts";
import { triggerMutants } from "./trigger-mutants.ts";
import { undoMutants } from "./undo-mutants.ts";

/** `pnpm mutants` applies each and expects its test to fail. */
export const mutants: Mutant[] = [
  ...stateMutants,
  ...engineMutants,
  ...brakeMutants,
  ...remoteMutants,
  ...overlapMutants,
  ...editedRowMutants,
  ...evidenceMutants,
  ...rebuildMutants,
  ...setMutants,
  ...folderMutants,
  ...placeMutants,
  ...groundMutants,
  ...lossMutants,
  ...paceMutants,
  ...triggerMutants,
  ...undoMutants,
  ...elsewhereMutants,
];
