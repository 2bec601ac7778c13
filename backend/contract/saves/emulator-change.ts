/**
 * A save that one emulator made (`made`) may not load in the one that plays the game here (`here`), as their players call
 * them: `gpSP`, `mGBA`. Nothing is lost by fetching it: what it replaces is kept, as ever.
 */
export interface EmulatorChange {
  made: string;
  here: string;
}
