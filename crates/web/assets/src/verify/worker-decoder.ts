import type { Picture, Sighting } from "./sighting.ts";

export type Decoder = {
  read(picture: Picture): Promise<Sighting>;
  /** Ends the worker when it has answered what it was asked. */
  close(): void;
};

/** A decoder in its worker; one picture at a time. Rejects where its script, or what it loads, does not come. */
export async function openDecoder(script: string, { saysReady }: { saysReady: boolean }): Promise<Decoder> {
  const worker = new Worker(script);
  if (saysReady) await answer(worker);
  let last: Promise<unknown> = Promise.resolve();
  return {
    read(picture) {
      const read = last.then(() => ask(worker, picture));
      last = read.catch(() => {});
      return read;
    },
    close: () => void last.then(() => worker.terminate()),
  };
}

function ask(worker: Worker, picture: Picture): Promise<Sighting> {
  worker.postMessage(picture, [picture.image.data.buffer]);
  return answer(worker);
}

function answer<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<T>) => resolve(data);
    worker.onerror = () => reject(new Error("the decoder did not load"));
  });
}
