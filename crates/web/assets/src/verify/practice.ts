/**
 * What a decoder reads by itself before the first permit comes: a browser compiles what it has seen run, and the first reading would
 * otherwise take several times as long as the second.
 */

/** The word CHASQUI as a QR code (version 1, level L), one number a row. */
const ROWS = [
  0x1fc77f, 0x105d41, 0x17475d, 0x17595d, 0x17495d, 0x105241, 0x1fd57f, 0x800, 0x1f72aa, 0x1b8fc6, 0x6c56b, 0x1b97c1, 0x15c928, 0x1d29,
  0x1fd69d, 0x104037, 0x175e90, 0x175fe8, 0x175d64, 0x1053f5, 0x1fdd2c,
];
/** Modules of white around it, and the pixels of a module: about the size of a first picture. */
const QUIET = 4;
const MODULE = 20;

export const PRACTICE = "CHASQUI";
const READINGS = 3;

/** Has a decoder read some pictures; what it is asked meanwhile comes in between. */
export async function practise(read: (picture: ImageData) => unknown): Promise<void> {
  for (let reading = 0; reading < READINGS; reading++) {
    await read(practicePicture());
    await new Promise((resolve) => setTimeout(resolve));
  }
}

export function practicePicture(): ImageData {
  const side = (ROWS.length + 2 * QUIET) * MODULE;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) if (isDark(Math.floor(x / MODULE) - QUIET, Math.floor(y / MODULE) - QUIET)) data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
  }
  return new ImageData(data, side, side);
}

const isDark = (column: number, row: number): boolean => column >= 0 && (((ROWS[row] ?? 0) >> (ROWS.length - 1 - column)) & 1) === 1;
