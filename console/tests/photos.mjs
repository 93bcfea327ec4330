// Photos for stories: the drawn face of the demo, and the portrait in the public domain that the tests of the server have.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './server.mjs';

/** The demo's photo as a file for inputs: good enough for everything. */
export async function demoPhoto(server) {
  const image = await server.api(`images/${server.credentials.demo_image_id}/`);
  const answer = await fetch(image.urls.original);
  return { name: 'face.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await answer.arrayBuffer()) };
}

export async function portrait() {
  return { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: await readFile(join(repository, 'tests/Cutis.Server.Tests/Assets/photo.jpg')) };
}

/** Drops a file on an element, as from the desktop. */
export async function drop(locator, { name, mimeType, buffer }) {
  const transfer = await locator.page().evaluateHandle(
    ([name, type, base64]) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
      return transfer;
    },
    [name, mimeType, buffer.toString('base64')],
  );
  await locator.dispatchEvent('dragover', { dataTransfer: transfer });
  await locator.dispatchEvent('drop', { dataTransfer: transfer });
}
