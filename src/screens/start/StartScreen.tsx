import { useSyncExternalStore } from "react";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { AddressStep } from "./AddressStep.tsx";
import { SignInStep } from "./SignInStep.tsx";

/** First steps: where RomM is, then who signs in. Signing in again begins with the address that is known. */
export function StartScreen({ onDone }: { onDone?: () => void }) {
  const { start } = useSavepoint();
  const { server } = useSyncExternalStore(start.subscribe, start.read);
  const done = () => {
    start.forget();
    onDone?.();
  };
  return server === null ? <AddressStep /> : <SignInStep server={server} onDone={done} />;
}
