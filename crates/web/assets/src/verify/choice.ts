/** Which of the codes in view is meant: a permit may lie beside an advertisement. */
import { isOwn } from "./code.ts";
import { THOROUGH } from "./cuts.ts";

/** Takes in what one picture held; the text that is meant, once that is clear. */
export type Choice = (texts: string[]) => string | null;

/** The pictures of a whole round of cuts, in which a code of the issuer's is found if it can be read at all. */
export const ROUND = THOROUGH.length;

/** A code of this address is taken at once, any other only when so many further pictures held none of this address. */
export function openChoice(own: string): Choice {
  let other: string | null = null;
  let further = 0;
  return (texts) => {
    const ours = texts.find((text) => isOwn(text, own));
    if (ours !== undefined) return ours;
    if (other !== null && ++further >= ROUND) return other;
    other ??= texts[0] ?? null;
    return null;
  };
}
