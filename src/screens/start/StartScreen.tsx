import { useSyncExternalStore } from "react";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { AddScreen } from "../add/AddScreen.tsx";
import { AddressStep } from "./AddressStep.tsx";
import { SignInStep } from "./SignInStep.tsx";

/** First steps: where RomM is, who signs in, and which games. Signing in again begins with the address that is known. */
export function StartScreen({ onDone }: { onDone?: () => void }) {
  const { backend, start } = useSavepoint();
  const { server, isAtGames } = useSyncExternalStore(start.subscribe, start.read);
  const done = () => {
    start.forget();
    onDone?.();
  };
  const signedIn = async () => {
    const games = await backend.listShortcuts({}).catch(() => null);
    if (games?.length !== 0) return done();
    start.forget();
    start.change({ isAtGames: true });
  };
  if (isAtGames) return <AddScreen onDone={done} />;
  return server === null ? <AddressStep /> : <SignInStep server={server} onDone={signedIn} />;
}
