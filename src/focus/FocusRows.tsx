import {
  type CSSProperties,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { useSavepoint } from "../hooks/savepoint.ts";
import { keepFocus } from "./keep-focus.ts";

type Register = (key: string, element: HTMLElement) => () => void;

const RowsContext = createContext<Register>(() => () => {});

interface Props {
  /** Whose rows these are: kept over new mounts. */
  page: string;
  /** The row on which the focus stands on opening; null: not known yet. */
  startKey?: string | null;
  children: ReactNode;
}

/** A page whose rows keep the focus by the law of `keep-focus.ts`. */
export function FocusRows({ page, startKey = null, children }: Props) {
  const { focus } = useSavepoint();
  const root = useRef<HTMLDivElement>(null);
  const start = useRef(startKey);
  start.current = startKey;
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
  useEffect(() => {
    if (root.current === null) return undefined;
    return keepFocus({ page, root: root.current, rows, memory: focus, startKey: () => start.current });
  }, [page, rows, focus]);
  return (
    <RowsContext value={register}>
      <div ref={root}>{children}</div>
    </RowsContext>
  );
}

/** One thing that can have the focus. The key names what it is about, so that it is found again after a new mount. */
export function FocusRow(props: { focusKey: string; style?: CSSProperties; children: ReactNode }) {
  const { focusKey, style, children } = props;
  const register = useContext(RowsContext);
  const ref = useCallback(
    (element: HTMLElement | null) => (element === null ? undefined : register(focusKey, element)),
    [register, focusKey],
  );
  return (
    <div ref={ref} style={style}>
      {children}
    </div>
  );
}
