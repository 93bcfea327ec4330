// From the desk to a phone and back: two browsers that share nothing but the link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import jsQR from 'jsqr';
import { checkAccessibility, launch, openPage, phone, signIn } from '../browser.mjs';
import { fakeCamera } from '../camera.mjs';
import { startServer } from '../server.mjs';

let server, desk, mobile;
before(async () => {
  server = await startServer();
  desk = await launch();
  mobile = await launch(fakeCamera());
});
after(async () => {
  await desk?.close();
  await mobile?.close();
  await server?.stop();
});

/** Reads the code that is on the screen, as the camera of a phone does. */
async function scan(page) {
  const png = await page.locator('.qr').screenshot();
  const { data, width, height } = await page.evaluate(async bytes => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const pixels = context.getImageData(0, 0, picture.width, picture.height);
    return { data: [...pixels.data], width: pixels.width, height: pixels.height };
  }, png.toString('base64'));
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

async function showCode() {
  const page = await openPage(desk, server);
  page.setDefaultTimeout(60_000);
  await signIn(page, server);
  await page.getByRole('button', { name: /camera/i }).click();
  await page.getByRole('button', { name: 'Use a phone' }).click();
  await page.locator('.qr').waitFor();
  return page;
}

async function openLink(url) {
  const page = await openPage(mobile, server, { size: phone });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  return page;
}

test('the desk shows a code, the phone opens it and takes the photo, the desk shows the image', { timeout: 300_000 }, async () => {
  const page = await showCode();
  await checkAccessibility(page, 'the code');
  const url = await scan(page);
  assert.match(url, new RegExp(`^${server.url}/capture/[\\w-]{20,}$`));

  const hand = await openLink(url);
  await hand.getByRole('button', { name: 'Use the camera' }).waitFor();
  await checkAccessibility(hand, 'the phone');
  assert.deepEqual(await hand.context().cookies(), []);
  await page.getByText('The phone has opened the link.').waitFor();
  await hand.getByRole('button', { name: 'Use the camera' }).click();
  await hand.getByRole('button', { name: /^Use (this|it)/ }).click();
  await hand.getByText('The photo is at the desk.').waitFor();

  await page.waitForURL(/\/console\/images\/[0-9a-f-]{36}$/, { timeout: 120_000 });
  const image = page.url().split('/').pop();
  const { side, original } = await server.api(`images/${image}/`);
  assert.ok(original, 'the photo is stored');
  assert.equal(side?.id ?? 1, 1);
  hand.watch.check();
  page.watch.check();

  // It works once: whoever finds the link later gets nothing.
  const later = await openLink(url);
  await later.getByText('A photo has already come by this link.').waitFor();
  assert.equal(await later.locator('cutis-capture').count(), 0);
});

test('a code that the desk left behind lets nobody in', { timeout: 200_000 }, async () => {
  const page = await showCode();
  const url = await scan(page);
  const ended = page.waitForResponse(answer => answer.request().method() === 'DELETE' && answer.url().includes('/capture_links/'));
  await page.getByRole('button', { name: 'Back' }).click();
  assert.equal((await ended).status(), 204);
  const hand = await openLink(url);
  await hand.getByText('This link is no longer valid.').waitFor();
  await checkAccessibility(hand, 'a link that has ended');

  const none = await openLink(`${server.url}/capture/abcdefghijklmnopqrstuvwxyz`);
  none.watch.allowed.push('404');
  await none.getByText('There is no such link.').waitFor();
  none.watch.check();
});
