import { part } from "./parts.ts";
import type { Sentences } from "./words.ts";

/** What the server says in the page's markup: addresses on its own host, and how to write dates. */
export type Settings = {
  sentences: Sentences;
  timeZone: string | undefined;
  /** Of published documents. */
  keys: string;
  /** The same keys as the root vouches for them. */
  signedKeys: string;
  permits: string;
  status: string;
  /** The fingerprint of the root that vouches for the keys; empty where there is none. */
  root: string;
  /** Of scripts: the decoders' workers and what they load, the service worker, the enrolled phone's part. */
  decoder: string;
  zxing: string;
  wasm: string;
  worker: string;
  device: string;
};

export function readSettings(): Settings {
  const found = part("scanner").dataset;
  const sentences = part("scan-words").dataset as Sentences;
  const { timeZone, keys = "", signedKeys = "", permits = "", status = "", root = "", decoder = "", zxing = "", wasm = "", worker = "", device = "" } = found;
  return { sentences, timeZone, keys, signedKeys, permits, status, root, decoder, zxing, wasm, worker, device };
}
