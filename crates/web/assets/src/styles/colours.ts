/** Reads the colours of the stylesheets' tokens, for the tests that measure them. */
import assert from "node:assert/strict";

/** Linear light: red, green and blue. */
export type Colour = readonly [number, number, number];

/** The tokens of a stylesheet that are colours, by name. */
export const tokensOf = (text: string): [string, string][] => [...text.matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name!, value!]);

/** Linear light from `#rgb` or `#rrggbb`. */
export function light(tokens: Map<string, string>, name: string): Colour {
  const hex = tokens.get(name) ?? assert.fail(`no --${name}`);
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g)!;
  return digits.map((pair) => linear(Number.parseInt(pair, 16) / 255)) as unknown as Colour;
}

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** WCAG 2.2, 1.4.3. */
export function contrast(a: Colour, b: Colour): number {
  const [lighter, darker] = [a, b].map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue).sort((x, y) => y - x);
  return (lighter! + 0.05) / (darker! + 0.05);
}
