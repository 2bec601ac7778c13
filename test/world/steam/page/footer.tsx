import { type ReactNode, useEffect, useState } from "react";
import { TbMenu2 } from "react-icons/tb";
import { type HeardButton, heard } from "./gamepad/buttons.ts";
import { nodeOf } from "./gamepad/nodes.ts";

const letters: Record<HeardButton, ReactNode> = {
  menu: <TbMenu2 />,
  secondary: "X",
  options: "Y",
  ok: "A",
  cancel: "B",
};
const usual: Partial<Record<HeardButton, ReactNode>> = { ok: "Select", cancel: "Back" };

/** Which button does what, where the focus stands: what the nearest node above says about each. */
export function Footer() {
  const [hints, setHints] = useState(() => hintsAt(null));
  useEffect(() => {
    const follow = () => setHints(hintsAt(document.activeElement));
    document.addEventListener("focusin", follow);
    // What a row's buttons do may change while the focus stands on it.
    const timer = setInterval(follow, 100);
    return () => {
      document.removeEventListener("focusin", follow);
      clearInterval(timer);
    };
  }, []);
  return (
    <footer className="footer" data-testid="footer">
      <span className="footer-menu">STEAM</span>
      <span className="footer-right">
        {hints.map(([name, hint]) => (
          <span key={name} className="footer-hint" data-hint={name}>
            <b>{letters[name]}</b> <span>{hint}</span>
          </span>
        ))}
      </span>
    </footer>
  );
}

function hintsAt(focused: Element | null): [HeardButton, ReactNode][] {
  const names = Object.keys(letters) as HeardButton[];
  return names.flatMap((name): [HeardButton, ReactNode][] => {
    let hint: ReactNode = usual[name];
    for (let element = focused; element !== null; element = element.parentElement) {
      const said = nodeOf(element)?.[heard[name].hint];
      if (said !== undefined) {
        hint = said;
        break;
      }
    }
    return hint === undefined ? [] : [[name, hint]];
  });
}
