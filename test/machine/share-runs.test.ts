import { expect, test } from "vitest";
import { shareRuns } from "../../backend/machine/share-runs.ts";

test("no answer is older than its question: whoever asks during a look gets the next one, together", async () => {
  const looks: PromiseWithResolvers<string>[] = [];
  const ask = shareRuns(() => {
    const look = Promise.withResolvers<string>();
    looks.push(look);
    return look.promise;
  });
  const first = ask();
  await until(() => looks.length === 1);
  const [second, third] = [ask(), ask()];
  looks[0]?.resolve("before");
  expect(await first).toBe("before");
  await until(() => looks.length === 2);
  looks[1]?.resolve("after");
  expect(await Promise.all([second, third])).toEqual(["after", "after"]);
  expect(looks).toHaveLength(2);
});

test("a look that fails is told to those who asked for it, and to nobody later", async () => {
  let count = 0;
  const ask = shareRuns(async () => {
    count++;
    if (count === 1) throw new Error("the first failed");
    return count;
  });
  await expect(Promise.all([ask(), ask()])).rejects.toThrow("the first failed");
  expect(await ask()).toBe(2);
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
