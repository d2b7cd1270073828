/** What a decoder says of one picture: the texts of the codes in it, and how much of the picture's shorter side the largest covers. */
export type Sighting = {
  texts: string[];
  /** Null where nothing like a code was seen; a code can be seen and yet not be read. */
  size: number | null;
};

export const NOTHING: Sighting = { texts: [], size: null };

/** From the page to a decoder's worker. */
export type Picture = {
  image: ImageData;
  /** Whether it is worth making the edges steeper first. */
  sharpen: boolean;
  /** Whether a code that is light on dark is looked for as well. */
  invert: boolean;
  /** The issuer's address: a decoder that has found one of its codes need not look for others. */
  own: string;
};
