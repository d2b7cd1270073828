/** Does one thing at a time. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

const LOCK = "chasqui-device-sending";

/**
 * One tab sends at a time, by a lock of the browser's that dies with its page. Where there is none, one page's sendings still follow
 * each other, and the server knows a record that two tabs send.
 */
export function takeTurns(locks: Pick<LockManager, "request"> | undefined): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const turn = (): Promise<T> => (locks ? (locks.request(LOCK, task) as Promise<T>) : task());
    const mine = last.then(turn, turn);
    last = mine.catch(() => {});
    return mine;
  };
}
