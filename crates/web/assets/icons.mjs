// The app's icons for home screens, drawn from the one SVG.
import { Resvg } from "@resvg/resvg-js";

/** By file name: how wide, and whether the whole square is filled, with the sign inside what any mask leaves (W3C manifest, §icon masks). */
const ICONS = {
  "icon-192.png": { width: 192 },
  "icon-512.png": { width: 512 },
  "icon-maskable.png": { width: 512, filled: true },
  "icon-apple.png": { width: 180, filled: true },
};

export function drawIcons(svg) {
  const whole = svg.replace(/ rx="\d+"/, "").replace("<path ", '<path transform="translate(16 16) scale(.8) translate(-16.5 -16.5)" ');
  return Object.entries(ICONS).map(([name, { width, filled }]) => {
    const drawing = new Resvg(filled ? whole : svg, { fitTo: { mode: "width", value: width } });
    return [name, Buffer.from(drawing.render().asPng())];
  });
}
