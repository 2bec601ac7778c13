import { useEffect, useState } from "react";
import type { BackendApi } from "../../../backend/contract/backend-api.ts";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";

type Asked = Parameters<BackendApi["listActivity"]>[0];

/** What happened, read again whenever something does. Null: not read yet. */
export function useActivity({ limit, appId }: Asked): Activity[] | "unreadable" | null {
  const { backend, lists } = useSavepoint();
  const [lines, setLines] = useState<Activity[] | "unreadable" | null>(null);
  useEffect(() => {
    let isShown = true;
    const read = async () => {
      const asked = { ...(limit !== undefined && { limit }), ...(appId !== undefined && { appId }) };
      const outcome = await backend.listActivity(asked);
      if (isShown) setLines(outcome.ok ? outcome.value : "unreadable");
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
  }, [backend, lists, limit, appId]);
  return lines;
}
