// What operators and owners see to: tokens, members, datasets, webhooks, URLs, the audit log; by mouse and by keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, desk, launch, openPage, phone, signIn } from './browser.mjs';
import { startServer } from './server.mjs';

let server, browser, dataset;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
  dataset = await server.api('datasets/', { method: 'POST', body: { name: 'Study 7', expire_images_after_days: 30 } });
  await server.api(`datasets/${dataset.id}/subjects/`, { method: 'POST', body: { name: 'Participant 12', birth_date: '1990-05-04' } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

test('every page is accessible, light and dark, on a desk and on a phone, in two languages', async () => {
  const { demo_image_id } = server.credentials;
  const subject = (await server.api(`datasets/${dataset.id}/subjects/`)).results[0].id;
  const sections = ['tokens', 'members', 'algorithms', 'webhooks', 'retention', 'urls', 'receipts', 'audit', 'settings'];
  const paths = [
    '',
    'images',
    `images/${demo_image_id}/privacy`,
    'subjects',
    'datasets',
    `datasets/${dataset.id}`,
    `datasets/${dataset.id}/subjects/${subject}`,
    ...sections.map(section => `admin/${section}`),
    'nowhere',
  ];
  for (const [size, locale, schemes] of [
    [desk, 'en-GB', ['light', 'dark']],
    [phone, 'de-DE', ['light']],
  ]) {
    const page = await openPage(browser, server, { size, locale });
    await signIn(page, server);
    for (const path of paths) {
      await page.goto(`/console/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // There may be several of them.
      for (let i = 0; (await page.locator('.skeleton').count()) > 0 && i < 300; i++) await page.waitForTimeout(50);
      await checkAccessibility(page, path, { schemes });
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - screen.width)) <= 0, `${path} is wider than the screen`);
      assert.match(await page.title(), / · Cutis$/, path);
    }

    // A dataset without a webhook: the API answers 404, and the browser notes it.
    page.watch.allowed.push('/webhooks/');
    page.watch.check();
    await page.context().close();
  }
});

test('a token is shown once, works, and is revoked', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server, 'admin/tokens');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('clinic app');
  await page.getByRole('button', { name: 'Make it' }).click();
  const token = await page.locator('.secret').innerText();
  const ask = () => fetch(`${server.url}/api/v1/companies/`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await ask()).status, 200);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  assert.equal(await page.getByText(token).count(), 0);
  await page.getByRole('button', { name: 'Revoke “clinic app”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The token is revoked.').waitFor();
  assert.equal((await ask()).status, 401);
  page.watch.check();
  await page.context().close();
});

test('what a field has wrong is told beside the field', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server, `datasets/${dataset.id}`);
  await page.getByRole('button', { name: 'Edit the dataset' }).click();
  const dialog = page.getByRole('dialog');
  const days = dialog.getByLabel('Days that photos are kept');
  assert.equal(await days.inputValue(), '30');
  await days.fill('900');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Must be a whole number from 0 to 365, not "900".').waitFor();
  assert.equal(await days.getAttribute('aria-invalid'), 'true');
  await days.fill('7');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Photos for 7 days.').waitFor();
  assert.equal((await server.api(`datasets/${dataset.id}/`)).expire_images_after_days, 7);
  page.watch.allowed.push('400');
  page.watch.check();
  await page.context().close();
});

test('a company keeps an owner, and the page says so', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server, 'admin/members');
  await page.getByLabel('Role of admin@cutis.invalid').selectOption('member');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('Role of admin@cutis.invalid').inputValue(), 'owner');
  page.watch.allowed.push('400', '409');
  page.watch.check();
  await page.context().close();
});

test('a webhook is made with a secret that is shown once, turned off, and removed', async () => {
  const page = await openPage(browser, server, { size: phone });
  await signIn(page, server, `admin/webhooks?dataset=${dataset.id}`);
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('URL').fill('https://hook.example.org/cutis');
  await dialog.getByLabel('Its value or password').fill('s3cr3t');
  await dialog.getByRole('button', { name: 'Save' }).click();
  assert.match(await page.locator('.secret').innerText(), /^whsec_/);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('Nothing was sent yet.').waitFor();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
  assert.equal((await server.api(`datasets/${dataset.id}/webhooks/`)).enabled, false);
  await page.getByRole('button', { name: 'Remove the webhook' }).click();
  await dialog.getByRole('button', { name: 'Remove the webhook' }).click();
  await page.getByText('This dataset has no webhook.').waitFor();
  page.watch.allowed.push('404');
  page.watch.check();
  await page.context().close();
});

test('a URL that was issued is listed, revoked, and opens nothing any more', async () => {
  const { company_id, demo_image_id } = server.credentials;
  const body = { image_id: demo_image_id, image_type: 'original', masks: [{ algorithm_tech_name: 'redness', max_side: 400 }] };
  const [{ masked_image_url }] = await server.api(`/service/rasterisation/v4/masks/?company_id=${company_id}`, { method: 'POST', body });
  assert.equal((await fetch(masked_image_url)).status, 200);
  const page = await openPage(browser, server);
  await signIn(page, server, `images/${demo_image_id}/privacy`);
  await page.getByRole('button', { name: 'Revoke all URLs' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The URLs are revoked.').waitFor();
  assert.equal((await fetch(masked_image_url)).status, 410);
  page.watch.check();
  await page.context().close();
});

test('the audit log is filtered and exported', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server, 'admin/audit');
  await page.getByLabel('What', { exact: true }).selectOption('sign_in');
  await page.waitForURL(/kind=sign_in/);
  await page.locator('tbody tr').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('tbody .cell-main')].every(cell => cell.textContent === 'Signed in'));
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export' }).click()]);
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n').map(JSON.parse);
  assert.ok(lines.length > 0 && lines.every(event => event.kind === 'sign_in'));
  page.watch.check();
  await page.context().close();
});

test('by keyboard alone: skip link, menu, appearance, a dialog and back', async () => {
  const page = await openPage(browser, server, { size: phone });
  await signIn(page, server);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('aria-label'));
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Menu');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Pages' }).waitFor({ state: 'hidden' });
  assert.equal(await focused(), 'Menu');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Datasets');
  await page.keyboard.press('Enter');
  await heading(page, 'Datasets');
  // The heading has the focus, so that what comes next is the page and not the header.
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Add a dataset');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await focused(), 'Add a dataset');
  page.watch.check();
  await page.context().close();
});

test('the appearance that was chosen stays', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByLabel('Appearance').selectOption('dark');
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await heading(page, 'See what your skin shows');
  assert.equal(await ground(), dark);
  page.watch.check();
  await page.context().close();
});
