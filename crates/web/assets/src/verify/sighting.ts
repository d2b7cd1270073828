/** What a decoder says of one picture: the text of the code in it, and how much of the picture's shorter side a code covers. */
export type Sighting = {
  text: string | null;
  /** Null where nothing like a code was seen; a code can be seen and yet not be read. */
  size: number | null;
};

/** From the page to a decoder's worker. */
export type Picture = {
  image: ImageData;
  /** Whether it is worth making the edges steeper first. */
  sharpen: boolean;
};
