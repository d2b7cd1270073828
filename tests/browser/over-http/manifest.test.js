// What a phone needs to put the scanner on its home screen; what Chromium says of it is in journeys/app.test.js.
import assert from "node:assert/strict";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();

story("What a phone needs to put it on the home screen", {
  "the manifest speaks each language, opens in it, and its icons are there": async () => {
    for (const [language, name] of [["es", "Verificador de permisos"], ["en", "Permit checker"]]) {
      const manifest = await (await fetch(`${world.address}/v.webmanifest?lang=${language}`)).json();
      assert.deepEqual([manifest.name, manifest.start_url, manifest.scope, manifest.display], [name, `/v?lang=${language}`, "/v", "standalone"]);
      for (const { src, sizes, type } of manifest.icons) {
        const icon = await fetch(world.address + src);
        assert.equal(icon.headers.get("content-type"), type);
        if (type === "image/png") assert.equal(widthOf(await icon.arrayBuffer()), Number(sizes.split("x")[0]));
      }
      assert.deepEqual(manifest.icons.map(({ purpose }) => purpose), ["any", "any", "any", "maskable"]);
    }
  },
});

const widthOf = (png) => new DataView(png).getUint32(16);
