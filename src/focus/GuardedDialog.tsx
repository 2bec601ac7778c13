import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import type { Clock } from "../clock.ts";
import { useSavepoint } from "../hooks/savepoint.ts";
import { quiet } from "../ui/theme.ts";
import { launchWords } from "../words/words.ts";
import { focusInto } from "./focusable.ts";
import { createPressGuard, type PressGuard, tickMs } from "./press-guard.ts";
import { onPresses } from "./presses.ts";

interface Guarded {
  guard: PressGuard;
  isOpen: boolean;
  wasEarly: boolean;
  noteEarly(): void;
}

const GuardContext = createContext<Guarded | null>(null);

/** A dialog about a launch or about saves: its `GuardedButton`s follow the law of `press-guard.ts`, and focus opens on `text`. */
export function GuardedDialog({ text, children }: { text: ReactNode; children: ReactNode }) {
  const { clock } = useSavepoint();
  const root = useRef<HTMLDivElement>(null);
  const textBlock = useRef<HTMLDivElement>(null);
  const [guard] = useState(() => createPressGuard(clock.now()));
  const [wasEarly, setWasEarly] = useState(false);
  const isOpen = useIsOpen(guard, root, clock);
  useEffect(() => focusInto(textBlock.current), []);
  return (
    <GuardContext value={{ guard, isOpen, wasEarly, noteEarly: () => setWasEarly(true) }}>
      <div ref={root} data-guard={isOpen ? "open" : "closed"}>
        <div ref={textBlock}>{text}</div>
        {children}
      </div>
    </GuardContext>
  );
}

/** Follows the guard, for the eye: buttons that take nothing yet look like it. */
function useIsOpen(guard: PressGuard, root: { current: HTMLElement | null }, clock: Clock): boolean {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (root.current === null) return undefined;
    let stopTimer = () => {};
    const follow = () => {
      guard.tick(clock.now());
      setIsOpen(guard.opensAtMs() <= clock.now());
      stopTimer = clock.after(tickMs, follow);
    };
    const stopPresses = onPresses(root.current, clock.now, (press) => {
      guard.note(press);
      setIsOpen(false);
    });
    follow();
    return () => {
      stopTimer();
      stopPresses();
    };
  }, [guard, root, clock]);
  return isOpen;
}

/** Stands above the buttons from the first press that came too early, so that nobody takes them for broken. */
export function EarlyNote() {
  const { wasEarly } = useGuard();
  return wasEarly ? <div style={quiet}>{launchWords.tooEarly}</div> : null;
}

export function useGuard(): Guarded {
  const guarded = useContext(GuardContext);
  if (guarded === null) throw new Error("A guarded button stands outside of a guarded dialog.");
  return guarded;
}
