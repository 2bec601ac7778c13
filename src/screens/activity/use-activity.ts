import { useEffect, useState } from "react";
import type { BackendApi } from "../../../backend/contract/backend-api.ts";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";

type Asked = Parameters<BackendApi["listActivity"]>[0];

/** Steam mounts the menu anew with each dialog: what was read last stands there at once, and the focus finds its row. */
const lastRead = new Map<string, Activity[] | "unreadable">();

/** What happened, read again whenever something does. Null: not read yet. */
export function useActivity({ limit, appId }: Asked): Activity[] | "unreadable" | null {
  const { backend, lists } = useSavepoint();
  const key = `${limit} ${appId}`;
  const [lines, setLines] = useState(() => lastRead.get(key) ?? null);
  useEffect(() => {
    let isShown = true;
    const read = async () => {
      const asked = { ...(limit !== undefined && { limit }), ...(appId !== undefined && { appId }) };
      const outcome = await backend.listActivity(asked);
      const answer = outcome.ok ? outcome.value : "unreadable";
      lastRead.set(key, answer);
      if (isShown) setLines(answer);
    };
    const tryRead = () => void read().catch(() => {});
    tryRead();
    const stop = lists.onChanged((parts) => {
      if (parts.includes("activity")) tryRead();
    });
    return () => {
      isShown = false;
      stop();
    };
  }, [backend, lists, limit, appId, key]);
  return lines;
}
