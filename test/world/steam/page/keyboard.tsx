import { createSignal, useSignal } from "./signal.ts";

/** Steam's on-screen keyboard: up while a field is typed into. */
export const isKeyboardOpen = createSignal(false);

/** It covers the lower 45 % of the screen, whatever stands there. Keys of the real keyboard are typed while it is up. */
export function Keyboard() {
  if (!useSignal(isKeyboardOpen)) return null;
  return (
    <div className="keyboard" data-testid="keyboard">
      {["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm,."].map((row) => (
        <div key={row} className="keyboard-row">
          {[...row].map((letter) => (
            <span key={letter} className="keyboard-key">
              {letter}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
