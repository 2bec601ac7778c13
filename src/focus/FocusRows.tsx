import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useSavepoint } from "../hooks/savepoint.ts";
import { keepFocus } from "./keep-focus.ts";

type Register = (key: string, element: HTMLElement) => () => void;

const RowsContext = createContext<Register>(() => () => {});

/** A page whose rows keep the focus by the law of `keep-focus.ts`. */
export function FocusRows({ children }: { children: ReactNode }) {
  const { focus } = useSavepoint();
  const root = useRef<HTMLDivElement>(null);
  const [rows] = useState(() => new Map<string, HTMLElement>());
  const register = useCallback<Register>(
    (key, element) => {
      rows.set(key, element);
      return () => {
        if (rows.get(key) === element) rows.delete(key);
      };
    },
    [rows],
  );
  useEffect(
    () => (root.current === null ? undefined : keepFocus({ root: root.current, rows, memory: focus })),
    [rows, focus],
  );
  return (
    <RowsContext value={register}>
      <div ref={root}>{children}</div>
    </RowsContext>
  );
}

/** One thing that can have the focus. The key names what it is about, so that it is found again after a new mount. */
export function FocusRow({ focusKey, children }: { focusKey: string; children: ReactNode }) {
  const register = useContext(RowsContext);
  const ref = useCallback(
    (element: HTMLElement | null) => (element === null ? undefined : register(focusKey, element)),
    [register, focusKey],
  );
  return <div ref={ref}>{children}</div>;
}
