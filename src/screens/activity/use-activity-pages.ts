import { useCallback, useEffect, useState } from "react";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { withNewest } from "./activity-pages.ts";

const pageSize = 50;

interface Pages {
  lines: Activity[];
  /** There is nothing older. */
  isEnd: boolean;
}

/** Steam mounts a page anew with each dialog: what was read stands there at once, and the focus finds its row. */
let lastRead: Pages | null = null;

/** What happened, fifty lines at a time, and read again whenever something does. Null: not read yet. */
export function useActivityPages(): { pages: Pages | "unreadable" | null; readOlder(): Promise<void> } {
  const { backend, lists } = useSavepoint();
  const [pages, setPages] = useState<Pages | "unreadable" | null>(lastRead);
  const show = useCallback((change: (before: Pages) => Pages) => {
    lastRead = change(lastRead ?? { lines: [], isEnd: false });
    setPages(lastRead);
  }, []);
  useEffect(() => {
    const read = async () => {
      const outcome = await backend.listActivity({ limit: pageSize });
      if (!outcome.ok) return setPages("unreadable");
      const isEnd = outcome.value.length < pageSize;
      show((before) => ({ lines: withNewest(before.lines, outcome.value), isEnd: before.isEnd || isEnd }));
    };
    const tryRead = () => void read().catch(() => {});
    tryRead();
    return lists.onChanged((parts) => {
      if (parts.includes("activity")) tryRead();
    });
  }, [backend, lists, show]);
  const readOlder = useCallback(async () => {
    const last = lastRead?.lines.at(-1);
    if (last === undefined) return;
    const outcome = await backend.listActivity({ limit: pageSize, before: last.id });
    if (!outcome.ok) return;
    const older = outcome.value;
    show(({ lines }) =>
      lines.at(-1) === last
        ? { lines: [...lines, ...older], isEnd: older.length < pageSize }
        : { lines, isEnd: false },
    );
  }, [backend, show]);
  return { pages, readOlder };
}
