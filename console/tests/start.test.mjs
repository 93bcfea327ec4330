// Minute one: a photo is dropped, and its masks are there. Then the lists, and erasing with its receipt.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { desk, launch, openPage, phone, signIn } from './browser.mjs';
import { demoPhoto, drop, portrait } from './photos.mjs';
import { startServer } from './server.mjs';

let server, browser, face;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
  face = await demoPhoto(server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

test('the sample shows its masks, one at a time', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  const shown = () => page.getByAltText(/A drawn face with the mask/);
  await shown().waitFor();
  const before = await shown().getAttribute('src');
  await page.getByRole('button', { name: 'Redness' }).click();
  await page.getByAltText('A drawn face with the mask “Redness”').waitFor();
  const image = shown();
  assert.notEqual(await image.getAttribute('src'), before);
  await page.waitForFunction(picture => picture.complete && picture.naturalWidth > 0, await image.elementHandle());
  page.watch.check();
  await page.context().close();
});

test('a dropped photo is sent, analysed, and its page opens; nothing was configured before', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  assert.equal((await server.api('datasets/')).count, 0);
  await drop(page.locator('.drop'), face);
  await page.getByText('Send the photo').first().waitFor();
  await page.waitForURL(/\/console\/images\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  const id = page.url().split('/').at(-1);
  const [image, results] = await Promise.all([server.api(`images/${id}/`), server.api(`images/${id}/results/`)]);
  assert.equal(image.name, 'face.jpg');
  assert.ok(results.some(result => result.algorithm_tech_name === 'lines' && result.masks_original.length > 0));
  assert.equal((await server.api('datasets/')).count, 1);
  page.watch.check();
  await page.context().close();
});

test('a second photo goes to the same place; a photo that could be better says what to change', async () => {
  const page = await openPage(browser, server, { size: phone });
  await signIn(page, server);
  await page.locator('input[type=file]').setInputFiles(await portrait());
  await page.getByRole('heading', { name: 'Another photo would say more' }).waitFor({ timeout: 60_000 });
  assert.ok((await page.locator('.advice li').allInnerTexts()).length > 0);
  assert.equal((await server.api('datasets/')).count, 1);
  await page.getByRole('link', { name: 'See the masks all the same' }).click();
  await page.waitForURL(/\/console\/images\/[0-9a-f-]{36}$/);
  page.watch.check();
  await page.context().close();
});

test('a file that is no photo, and a photo without a face, say so', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  const input = page.locator('input[type=file]');
  await input.setInputFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('These are notes, and no photo.') });
  await page.getByRole('alert').filter({ hasText: /JPEG/ }).waitFor();
  await page.getByRole('button', { name: 'Take another photo' }).click();
  const grey = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 480];
    const context = canvas.getContext('2d');
    context.fillStyle = '#7a8';
    context.fillRect(0, 0, 640, 480);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  await input.setInputFiles({ name: 'wall.png', mimeType: 'image/png', buffer: Buffer.from(grey, 'base64') });
  await page.getByRole('alert').filter({ hasText: 'No face was found' }).waitFor({ timeout: 60_000 });
  page.watch.allowed.push('415', '400');
  page.watch.check();
  await page.context().close();
});

test('images are found by name, dataset and order', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server, 'images');
  const list = page.locator('.thumbs');
  await page.getByRole('searchbox').fill('face');
  await page.waitForURL(/q=face/);
  await list.getByRole('link', { name: /face\.jpg/ }).waitFor();
  await assertGone(list.getByRole('link', { name: /demo\.jpg/ }));
  await page.getByRole('searchbox').fill('nothing like this');
  await page.getByText('Nothing fits these filters.').waitFor();
  await page.getByRole('button', { name: 'Remove the filters' }).click();
  await list.getByRole('link', { name: /demo\.jpg/ }).waitFor();
  await page.getByLabel('Dataset').selectOption({ label: 'First photos' });
  await page.waitForURL(/dataset=/);
  await assertGone(list.getByRole('link', { name: /demo\.jpg/ }));
  await page.getByRole('link', { name: /face\.jpg/ }).waitFor();
  await page.goBack();
  page.watch.check();
  await page.context().close();
});

test('a long list has pages, and the URL says which', async () => {
  const subjects = (await server.api('datasets/')).results[0].id;
  for (let i = 0; i < 26; i++) await server.api(`datasets/${subjects}/subjects/`, { method: 'POST', body: { name: `Participant ${i}` } });
  const page = await openPage(browser, server);
  await signIn(page, server, `datasets/${subjects}`);
  await page.getByText('1 to 24 of 27').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('25 to 27 of 27').waitFor();
  assert.match(page.url(), /page=2/);
  await page.reload();
  await page.getByText('25 to 27 of 27').waitFor();
  await page.goBack();
  await page.getByText('1 to 24 of 27').waitFor();
  page.watch.check();
  await page.context().close();
});

test('erasing a person leaves a receipt that verifies, and nothing else', async () => {
  const page = await openPage(browser, server, { size: desk });
  const dataset = (await server.api('datasets/')).results[0].id;
  const subject = (await server.api(`datasets/${dataset}/subjects/?q=Me`)).results[0];
  const image = (await server.api(`images/?subject_id=${subject.id}`)).results[0];
  await signIn(page, server, `datasets/${dataset}/subjects/${subject.id}`);
  await page.getByRole('button', { name: 'Erase the person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Erase' }).click();
  // The name has to be typed first.
  await dialog.getByText('Type “Me” to confirm').nth(1).waitFor();
  await dialog.getByLabel('Type “Me” to confirm').fill('Me');
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await heading(page, 'Receipt 1');
  await page.getByText('verified', { exact: true }).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
  const receipt = JSON.parse(await readFile(await file.path(), 'utf8'));
  assert.equal(receipt.number, 1);
  assert.deepEqual(receipt.statement.erased.subjects.list, [subject.id]);

  assert.equal((await page.request.get(`/api/v1/companies/${server.credentials.company_id}/images/${image.id}/`)).status(), 410);
  assert.equal((await fetch(image.urls.original)).status, 410);
  await page.goto('/console/images');
  await page.getByRole('link', { name: /demo\.jpg/ }).waitFor();
  await assertGone(page.getByRole('link', { name: /face\.jpg/ }));
  page.watch.check();
  await page.context().close();
});

test('a receipt that was changed on the way does not verify', async () => {
  const [{ id }] = (await server.api('receipts/')).results;
  const page = await openPage(browser, server);
  await page.route(`**/receipts/${id}/`, async route => {
    const answer = await route.fetch();
    const receipt = await answer.json();
    receipt.statement.erased.subjects.count = 7;
    await route.fulfill({ response: answer, json: receipt });
  });
  await signIn(page, server, `receipts/${id}`);
  await page.getByText('does not verify').waitFor();
  page.watch.check();
  await page.context().close();
});

async function assertGone(locator) {
  await locator.waitFor({ state: 'detached' });
}
