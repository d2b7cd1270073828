/** What Chromium's fake camera films: pictures, written where it reads them each time it is opened. */
import { execFile } from "node:child_process";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import encodeQR from "qr";

const run = promisify(execFile);

/**
 * A camera that films a blank wall until it is shown something. `file` is for Chromium's command line. All pages of one Chromium have
 * the one camera: a page that still holds it open sees what it saw, and so does every other page.
 */
export async function newCamera(world) {
  const folder = await mkdtemp(join(tmpdir(), "chasqui-camera-"));
  const camera = {
    file: join(folder, "camera.mjpeg"),
    /** Films a picture file, in the middle of a white frame as a phone held over it would. */
    async show(picture) {
      const next = join(folder, "next.mjpeg");
      const frame = "scale=600:600:force_original_aspect_ratio=decrease:flags=neighbor,pad=1280:720:-1:-1:white";
      await run("ffmpeg", ["-loglevel", "error", "-y", "-loop", "1", "-i", picture, "-vf", frame, "-frames:v", "2", "-pix_fmt", "yuvj420p", "-q:v", "2", "-f", "mjpeg", next]);
      await rename(next, this.file);
    },
    /** Films this JPEG picture, as it is. */
    async film(jpeg) {
      const next = join(folder, "next.mjpeg");
      await writeFile(next, Buffer.concat([jpeg, jpeg]));
      await rename(next, this.file);
    },
    /** Films a QR of this text; `inverted` is light on dark, as a screen shows it in its night colours. */
    async showText(text, { inverted = false } = {}) {
      await camera.show(await draw(folder, text, inverted));
    },
    /** Films a QR of this text beside this picture of another: to its left, or to its right. */
    async showBeside(text, picture, side) {
      const pictures = [await draw(folder, text, false), picture];
      const both = join(folder, "both.pgm");
      const inputs = (side === "left" ? pictures : pictures.reverse()).flatMap((file) => ["-i", file]);
      await run("ffmpeg", ["-loglevel", "error", "-y", ...inputs, "-filter_complex", "[0]scale=600:600:flags=neighbor[a];[1]scale=600:600:flags=neighbor[b];[a][b]hstack", "-frames:v", "1", "-update", "1", both]);
      await camera.show(both);
    },
  };
  world.leave(() => rm(folder, { recursive: true, force: true }));
  const wall = join(folder, "wall.pgm");
  await writeFile(wall, greymap([[false]]));
  await camera.show(wall);
  return camera;
}

async function draw(folder, text, inverted) {
  const picture = join(folder, "code.pgm");
  const rows = encodeQR(text, "raw", { border: 4, ecc: "medium", scale: 8 });
  await writeFile(picture, greymap(rows.map((row) => row.map((dark) => dark !== inverted))));
  return picture;
}

/** Rows of dark and light as a picture in the plainest format there is (PGM). */
function greymap(rows) {
  const pixels = rows.flatMap((row) => row.map((dark) => (dark ? 0 : 255)));
  return Buffer.concat([Buffer.from(`P5 ${rows[0].length} ${rows.length} 255\n`), Buffer.from(pixels)]);
}
