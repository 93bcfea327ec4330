// Two dates of a subject, and edited masks, in a real browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, launch, openPage, phone, signIn } from '../browser.mjs';
import { demoPhoto, drop } from '../photos.mjs';
import { startServer } from '../server.mjs';

let server, browser, subject;
const images = [];
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
  const photo = await demoPhoto(server);
  const dataset = (await server.api('datasets/', { method: 'POST', body: { name: 'Study' }, headers: { 'Content-Type': 'application/json' } })).id;
  const json = { 'Content-Type': 'application/json' };
  subject = (await server.api(`datasets/${dataset}/subjects/`, { method: 'POST', headers: json, body: { name: 'Participant 1' } })).id;
  for (const creation_time of ['2026-03-01T10:00:00Z', '2026-06-01T10:00:00Z']) {
    const at = `datasets/${dataset}/subjects/${subject}/batches/`;
    const batch = (await server.api(at, { method: 'POST', headers: json, body: { creation_time } })).id;
    const body = { b64data: photo.buffer.toString('base64'), side_id: 1, name: 'face.jpg', creation_time };
    images.push((await server.api(`${at}${batch}/images/`, { method: 'POST', headers: json, body })).id);
  }
  for (const image of images)
    for (let i = 0; i < 120 && (await server.api(`images/${image}/compute/`)).status !== 'done'; i++) await new Promise(resolve => setTimeout(resolve, 500));
  // On the later date one spot is gone and another one is new.
  const path = `images/${images[1]}/results/acne/`;
  const result = await server.api(path);
  const [feature] = result.masks_restored[0].features;
  const [first, ...rest] = feature.geometry.coordinates;
  feature.geometry.coordinates = [...rest, first.map(ring => ring.map(([x, y]) => [x + 300, y + 500]))];
  await server.api(path, { method: 'PUT', headers: json, body: result });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(path, options) {
  const page = await openPage(browser, server, options);
  await signIn(page, server, path);
  await page.locator('cutis-viewer .layer').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(600);
  return page;
}

test('what is new, gone and kept on two dates is counted and drawn on either photo', async () => {
  const page = await open(`subjects/${subject}/compare`);
  await page.getByText('New: 1').waitFor();
  await page.getByText('Gone: 1').waitFor();
  await page.getByText('Kept: 11').waitFor();
  const drawn = (viewer, state) =>
    page.locator('cutis-viewer').nth(viewer).locator(`.layer[data-layer$="_${state}"] path`).count();
  assert.deepEqual([await drawn(0, 'gone'), await drawn(0, 'added'), await drawn(1, 'added'), await drawn(1, 'gone')], [1, 0, 1, 0]);
  await page.getByRole('slider', { name: /earlier photo/ }).fill('80');
  assert.equal(await page.locator('.compare-top').evaluate(element => element.style.clipPath), 'inset(0px 0px 0px 80%)');
  page.watch.check();
  await page.context().close();
});

test('side by side, both photos move together', async () => {
  const page = await open(`subjects/${subject}/compare`);
  await page.getByRole('tab', { name: 'Side by side' }).click();
  await page.waitForFunction(() => [...document.querySelectorAll('cutis-viewer')].filter(viewer => viewer.ready).length === 2);
  const whole = await page.locator('cutis-viewer').first().evaluate(viewer => viewer.bounds.width);
  await page.locator('cutis-viewer .photo').first().focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowDown');
  await page.waitForTimeout(1200);
  const bounds = await page.locator('cutis-viewer').evaluateAll(viewers => viewers.map(viewer => viewer.bounds));
  assert.ok(bounds[0].width < 0.8 * whole, JSON.stringify([whole, bounds]));
  for (const key of ['x', 'y', 'width']) assert.ok(Math.abs(bounds[0][key] - bounds[1][key]) < 1e-3, JSON.stringify(bounds));
  page.watch.check();
  await page.context().close();
});

test('the trend has a point for each date, and the same as a table', async () => {
  const page = await open(`subjects/${subject}/compare`);
  const chart = page.getByRole('img', { name: /on 2 dates/ });
  assert.equal(await chart.locator('circle').count(), 2);
  await page.getByText('Values as a table').click();
  assert.equal(await page.locator('.chart tbody tr').count(), 2);
  // The same photo twice: the scores stand with their margins, and there is no change beyond them.
  assert.equal(await page.locator('.chart .chart-band').count(), 1);
  assert.match(await page.locator('.chart tbody tr').first().innerText(), /\d\s+\d+(\.\d)?$/);
  const row = page.getByRole('row', { name: /^Redness/ });
  assert.match(await row.innerText(), /No change beyond noise \(± \d/);
  await checkAccessibility(page, 'comparison');
  page.watch.check();
  await page.context().close();
});

test('an image leads to the comparison where there is another date, and that to its report', async () => {
  const page = await open(`images/${images[1]}`);
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('link', { name: 'Report', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Report of a comparison' }).waitFor();
  assert.match(page.url(), new RegExp(`/console/images/${images[1]}/report\\?with=${images[0]}$`));
  await page.locator('.report-trend .chart-band').first().waitFor({ state: 'attached' });
  await page.getByText('within what repeating the photo gives').first().waitFor();
  const values = page.locator('.report-trend .chart tbody').first();
  assert.equal(await values.isVisible(), false);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await values.isVisible(), true);
  page.watch.check();
  await page.context().close();
  const alone = await open(`images/${server.credentials.demo_image_id}`);
  await alone.getByRole('link', { name: 'Report', exact: true }).waitFor();
  assert.equal(await alone.getByRole('link', { name: 'Compare' }).count(), 0);
  await alone.context().close();
});

test('a shape is moved by the keys, another one added, and both are there after a reload', async () => {
  const page = await open(`images/${images[0]}/editor`);
  const before = await server.api(`images/${images[0]}/results/acne/`);
  const points = result => result.masks_original[0].features[0].geometry.coordinates;
  await page.getByText(`${points(before).length} shapes`).waitFor();
  await page.getByRole('button', { name: 'Next shape' }).click();
  await page.waitForTimeout(900);
  await page.getByRole('button', { name: /^Corner 1 of/ }).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true);
  await page.getByRole('button', { name: 'Redo' }).click();
  await page.getByRole('button', { name: 'Area', exact: true }).click();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
    await page.getByRole('button', { name: 'Corner in the middle' }).click();
    await page.locator('cutis-viewer .photo').focus();
    await page.keyboard.press(key);
    await page.waitForTimeout(900);
  }
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByText(`${points(before).length + 1} shapes`).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('One was missed.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('The masks are saved.').waitFor();
  const after = await server.api(`images/${images[0]}/results/acne/`);
  assert.equal(points(after).length, points(before).length + 1);
  assert.equal(after.masks_restored[0].features[0].geometry.coordinates.length, points(before).length + 1);
  assert.equal(points(after)[0][0][0][0], points(before)[0][0][0][0] + 10);
  await page.reload();
  await page.getByText(`${points(before).length + 1} shapes`).waitFor();
  await checkAccessibility(page, 'editor');
  page.watch.check();
  await page.context().close();
});

test('masks of one’s own come from a file, and mistakes are told by path and line', async () => {
  const page = await open(`images/${images[0]}/editor`);
  const result = {
    algorithm_tech_name: 'own_spots',
    masks_original: [{ mask_type: 'point_mask', tech_name: 'own', view_box: '0 0 100 100', features: [{ geometry: { type: 'MultiPoint', coordinates: [[50, 50, 3]] } }] }],
  }; // prettier-ignore
  const target = page.locator('.editor-drop');
  const file = text => ({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  page.watch.allowed.push('400');
  const wrong = structuredClone(result);
  wrong.masks_original[0].features[0].geometry.coordinates = [[50, 'x']];
  const text = JSON.stringify(wrong, null, 2);
  await drop(target, file(text));
  // The place of the dot, whose second number is the mistake.
  const line = text.split('\n').findIndex(item => item.includes('"x"')) - 1;
  await page.getByText(`Line ${line}:`).waitFor();
  await page.getByText('masks_original[0].features[0].geometry.coordinates[0]').waitFor();
  await drop(target, file('{\n"algorithm_tech_name": }'));
  await page.getByText('Line 2:').waitFor();
  await drop(target, file(JSON.stringify(result)));
  await page.getByText('The result is stored.').waitFor();
  assert.equal((await server.api(`images/${images[0]}/results/own_spots/`)).masks_original[0].features.length, 1);
  page.watch.check();
  await page.context().close();
});

test('comparison and editor fit a phone', async () => {
  for (const path of [`subjects/${subject}/compare`, `images/${images[0]}/editor`]) {
    const page = await open(path, { size: phone });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= phone.width, `${path}: ${width}`);
    page.watch.check();
    await page.context().close();
  }
});
