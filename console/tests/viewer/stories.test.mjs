// An image, its masks and pictures in a real browser.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { checkAccessibility, launch, openPage, phone, signIn } from '../browser.mjs';
import { startServer } from '../server.mjs';

const run = promisify(execFile);
let server, browser, image;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
  image = server.credentials.demo_image_id;
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The page of the demo's image, when its photo and masks are there. */
async function openImage(options, path = `images/${image}`) {
  const page = await openPage(browser, server, options);
  await signIn(page, server, path);
  await page.locator('cutis-viewer .layer:not([style*="none"])').first().waitFor();
  return page;
}

const checked = (page, layer) => page.locator(`cutis-viewer input[data-layer="${layer}"]`);
const drawn = (page, layer) => page.locator(`cutis-viewer .layer[data-layer="${layer}"]`);
/** Colour of a pixel of a picture, decoded by the browser. */
const pixelOf = (page, url, x, y) =>
  page.evaluate(
    async ([address, u, v]) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return [...context.getImageData(u, v, 1, 1).data.slice(0, 3)];
    },
    [url, x, y],
  );

test('masks are switched on and off, in the list and from the cards', async () => {
  const page = await openImage();
  assert.equal(await drawn(page, 'pores/pores').isVisible(), false);
  await checked(page, 'pores/pores').check();
  assert.equal(await drawn(page, 'pores/pores').evaluate(element => getComputedStyle(element).display), 'block');
  const circles = await drawn(page, 'pores/pores').evaluate(svg => [...svg.querySelectorAll('path')].map(path => path.getAttribute('d')).join('').match(/M/g).length);
  const pores = await server.api(`images/${image}/results/pores/`);
  assert.equal(circles, pores.masks_original[0].features.flatMap(feature => feature.geometry.coordinates).length);
  await page.getByRole('button', { name: 'Hide: Pores' }).click();
  assert.equal(await checked(page, 'pores/pores').isChecked(), false);
  assert.equal(await drawn(page, 'pores/pores').evaluate(element => element.style.display), 'none');
  await page.getByText('Whole face', { exact: true }).first().waitFor({ state: 'attached' });
  page.watch.check();
  await page.context().close();
});

test('a mark that is clicked is explained where it lies', async () => {
  const page = await openImage();
  const spots = await server.api(`images/${image}/results/acne/`);
  const ring = spots.masks_original[0].features[0].geometry.coordinates[0][0];
  const [x, y] = [0, 1].map(axis => ring.reduce((sum, point) => sum + point[axis], 0) / ring.length);
  await checked(page, 'acne/acne').check();
  const place = await page.locator('cutis-viewer').evaluate(
    (viewer, [px, py]) => {
      const box = viewer.shadowRoot.querySelector('.photo').getBoundingClientRect();
      return [box.left + viewer.view.x + px * viewer.view.scale, box.top + viewer.view.y + py * viewer.view.scale];
    },
    [x, y],
  );
  await page.mouse.move(...place);
  await page.locator('cutis-viewer .tip').getByText('Blemishes').waitFor();
  await page.mouse.click(...place);
  const explained = page.getByRole('region', { name: 'What makes the score here' });
  await explained.getByText(/Blemishes \(here\).*% of all that is marked \(12\)/).waitFor();
  await explained.getByText(/mm²/).first().waitFor();
  page.watch.check();
  await page.context().close();
});

test('by keys alone: the photo is moved and magnified, the middle told, a mask switched', async () => {
  const page = await openImage();
  await page.locator('cutis-viewer .photo').focus();
  const view = () => page.locator('cutis-viewer').evaluate(viewer => viewer.view);
  const before = await view();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.waitForTimeout(900);
  const near = await view();
  assert.ok(near.scale > before.scale * 1.8, `${before.scale} → ${near.scale}`);
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(900);
  assert.ok((await view()).x < near.x - 20);
  await page.keyboard.press('Enter');
  await page.locator('cutis-viewer p[role="status"]').filter({ hasText: /here|lies/i }).waitFor({ state: 'attached' });
  await page.keyboard.press('0');
  await page.waitForTimeout(900);
  assert.ok(Math.abs((await view()).scale / before.scale - 1) < 0.01);
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const layer = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.dataset.layer);
    if (layer === 'redness/redness') break;
  }
  await page.keyboard.press('Space');
  assert.equal(await checked(page, 'redness/redness').isChecked(), true);
  assert.match(await page.locator('cutis-viewer #summary').textContent(), /Masks shown: .*Redness/);
  page.watch.check();
  await page.context().close();
});

test('a colour of the bench is on the server’s picture, and the copied line brings the same picture', async () => {
  const page = await openImage({ permissions: ['clipboard-read', 'clipboard-write'] }, `images/${image}`);
  await page.getByRole('link', { name: 'Pictures' }).click();
  const picture = page.locator('img[data-version="4"]');
  await picture.waitFor();
  const first = await picture.getAttribute('src');
  await page.getByRole('checkbox', { name: 'Blemishes' }).waitFor();
  await page.getByLabel('Colour of Blemishes').fill('#0000ff');
  await page.getByLabel('Opacity of Blemishes').fill('1');
  await page.waitForFunction(url => document.querySelector('img[data-version="4"]').src !== url, first);
  const spots = await server.api(`images/${image}/results/acne/`);
  const ring = spots.masks_original[0].features[0].geometry.coordinates[0][0];
  const [x, y] = [0, 1].map(axis => Math.round(ring.reduce((sum, point) => sum + point[axis], 0) / ring.length));
  let colour = [];
  for (let i = 0; i < 40 && !(colour[0] < 40 && colour[1] < 40 && colour[2] > 215); i++) {
    await page.waitForTimeout(250);
    colour = await pixelOf(page, await picture.getAttribute('src'), x, y);
  }
  assert.ok(colour[0] < 40 && colour[1] < 40 && colour[2] > 215, `${colour}`);
  await page.getByRole('tab', { name: 'curl' }).click();
  await page.getByRole('button', { name: 'Copy curl' }).click();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  const { stdout } = await run('bash', ['-c', line], { env: { ...process.env, CUTIS_TOKEN: server.credentials.private_token } });
  const [answer] = JSON.parse(stdout);
  assert.equal(answer.error, null);
  assert.deepEqual(await pixelOf(page, answer.masked_image_url, x, y), colour);
  page.watch.check();
  await page.context().close();
});

test('JSON that is typed moves the controls; what is wrong with it is said', async () => {
  const page = await openImage({}, `images/${image}`);
  await page.goto(`/console/images/${image}/styling`);
  const box = page.getByLabel('Body of the request');
  await box.waitFor();
  const body = JSON.parse(await box.inputValue());
  await box.fill('{"masks": 3}');
  await page.getByText(/This is not a request/).waitFor();
  await box.fill(JSON.stringify({ ...body, masks: [{ algorithm_tech_name: 'redness', legend: true }] }));
  assert.equal(await page.getByRole('checkbox', { name: 'Redness' }).isChecked(), true);
  assert.equal(await page.getByRole('checkbox', { name: 'Legend on the picture' }).isChecked(), true);
  page.watch.allowed.push('422');
  await box.fill(JSON.stringify({ ...body, masks: [{ algorithm_tech_name: 'redness', legnd: true }] }));
  await page.getByText(/legnd|Extra inputs|not permitted/i).first().waitFor();
  page.watch.check();
  await page.context().close();
});

test('a phone shows all of it without scrolling sideways, and a tap tells what is there', async () => {
  const page = await openImage({ size: phone });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= phone.width, `${width}`);
  await checked(page, 'skin_areas/skin').evaluate(box => box.click());
  await page.locator('cutis-viewer .photo').tap();
  await page.locator('cutis-viewer .tip').getByText('Skin').first().waitFor();
  await page.goto(`/console/images/${image}/styling`);
  await page.locator('img[data-version="4"]').waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width);
  page.watch.check();
  await page.context().close();
});

test('axe finds nothing on the image and on the bench, in light and dark', async () => {
  const page = await openImage();
  await checkAccessibility(page, 'image');
  await page.goto(`/console/images/${image}/styling`);
  await page.locator('img[data-version="4"]').waitFor();
  await checkAccessibility(page, 'styling');
  page.watch.check();
  await page.context().close();
});
