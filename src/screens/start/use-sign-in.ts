import { useSavepoint } from "../../hooks/savepoint.ts";

/** The way to signing in: where the first steps were left at the games, they begin at the address again. */
export function useSignIn(): () => void {
  const { screens, start } = useSavepoint();
  return () => {
    start.change({ isAtGames: false });
    screens.open({ screen: "start" });
  };
}
