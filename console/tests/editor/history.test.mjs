// Versions of masks in a real browser: two people at once, what stood before, and holes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, launch, openPage, phone, signIn } from '../browser.mjs';
import { startServer } from '../server.mjs';

let server, browser, path, image;
before(async () => {
  server = await startServer();
  browser = await launch();
  image = server.credentials.demo_image_id;
  path = `images/${image}/results/acne/`;
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const spots = result => result.masks_original[0].features.flatMap(feature => feature.geometry.coordinates);
const versions = () => server.api(`${path}history/`);

async function open(options) {
  const page = await openPage(browser, server, options);
  await signIn(page, server, `images/${image}/editor`);
  await page.getByRole('combobox', { name: 'Result' }).selectOption('acne');
  await page.getByText(/^\d+ shapes$/).waitFor();
  await page.locator('cutis-viewer .layer').first().waitFor({ state: 'attached' });
  return page;
}

async function save(page, note) {
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(note);
  await dialog.getByRole('button', { name: 'Save' }).click();
  return dialog;
}

test('who is slower loses nothing, and every version can be looked at and restored', { timeout: 180_000 }, async () => {
  const page = await open();
  const first = await server.api(path);
  await page.getByText('Nobody has edited this result yet.').waitFor();
  await page.getByRole('button', { name: 'Next shape' }).click();
  await page.getByRole('button', { name: 'Delete shape' }).click();

  // Somebody else takes out the last spot meanwhile.
  const theirs = structuredClone(first);
  for (const masks of [theirs.masks_original, theirs.masks_restored]) masks[0].features.at(-1).geometry.coordinates.pop();
  await server.api(`${path}?note=Hair`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: theirs });
  page.watch.allowed.push('412');
  const dialog = await save(page, 'A freckle');
  await dialog.getByText('Somebody else has changed this result').waitFor();
  assert.equal(spots(await server.api(path)).length, spots(first).length - 1);
  await dialog.getByRole('button', { name: 'Take over theirs' }).click();
  await page.getByText(`${spots(first).length - 2} shapes`).waitFor();
  await save(page, 'A freckle');
  await page.getByText('The masks are saved.').waitFor();
  const now = spots(await server.api(path)).map(String);
  assert.deepEqual(now, spots(first).slice(1, -1).map(String));

  const rows = page.getByRole('table', { name: 'History' }).locator('tbody tr');
  await rows.nth(2).waitFor();
  assert.equal(await rows.count(), 3);
  assert.match(await rows.nth(0).innerText(), /Current[\s\S]*A freckle[\s\S]*0 new, 1 gone/);
  assert.match(await rows.nth(1).innerText(), /Hair[\s\S]*0 new, 1 gone/);
  await page.getByRole('button', { name: 'Look at it: Version 1' }).click();
  const seen = page.getByRole('region', { name: 'Version 1' }).locator('cutis-viewer');
  await seen.locator('.layer[data-layer^="acne/"]').first().waitFor({ state: 'attached' });
  assert.equal(spots(await seen.evaluate(viewer => viewer.masks[0])).length, spots(first).length);
  await checkAccessibility(page, 'history');

  await page.getByRole('button', { name: 'Restore: Version 1' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('It was right');
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await page.getByText('Version 1 is the result again.').waitFor();
  await page.getByText(`${spots(first).length} shapes`).waitFor();
  assert.deepEqual(spots(await server.api(path)).map(String), spots(first).map(String));
  const [newest] = await versions();
  assert.deepEqual([newest.number, newest.note, newest.is_current], [4, 'It was right', true]);
  page.watch.check();
  await page.context().close();
});

test('a hole is put into an area, and only there', { timeout: 120_000 }, async () => {
  const page = await open();
  const before = await server.api(path);
  assert.equal(await page.getByRole('button', { name: 'Hole', exact: true }).isDisabled(), true);
  await page.getByRole('button', { name: 'Next shape' }).click();
  await page.waitForTimeout(1200);
  await page.locator('.editor-line').first().scrollIntoViewIfNeeded();
  const box = await page.locator('.editor-line').first().boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  await page.getByRole('button', { name: 'Hole', exact: true }).click();
  for (const place of [at(-0.3, 0.5), at(0.55, 0.5), at(0.5, 0.55)]) await page.mouse.click(...place);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByText('A hole has to lie within its area.').waitFor();
  await page.getByRole('button', { name: 'Hole', exact: true }).click();
  await page.getByRole('button', { name: 'Hole', exact: true }).click();
  for (const place of [at(0.45, 0.45), at(0.55, 0.45), at(0.5, 0.55)]) {
    await page.mouse.click(...place);
    await page.waitForTimeout(400);
  }
  await page.getByRole('button', { name: 'Finish' }).click();
  await save(page, 'The middle is healed');
  await page.getByText('The masks are saved.').waitFor();
  const [shape] = spots(await server.api(path));
  assert.equal(shape.length, spots(before)[0].length + 1);
  assert.equal(shape.at(-1).length, 3);
  page.watch.check();
  await page.context().close();
});

test('the history fits a phone', async () => {
  const page = await open({ size: phone });
  await page.getByRole('table', { name: 'History' }).waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width);
  await checkAccessibility(page, 'history on a phone');
  page.watch.check();
  await page.context().close();
});
