// The way in: by password, by token, by one click into the demo; and out again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, desk, launch, openPage, phone } from './browser.mjs';
import { startServer } from './server.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

for (const [name, size] of [
  ['desk', desk],
  ['phone', phone],
])
  test(`the sign-in is accessible, light and dark, ${name}`, async () => {
    const page = await openPage(browser, server, { size });
    await page.goto('/');
    await heading(page, 'Skin, measured and shown');
    await checkAccessibility(page, 'sign-in');
    page.watch.check();
    await page.context().close();
  });

test('an address with its password leads to the first screen, and a wrong one is told', async () => {
  const page = await openPage(browser, server);
  await page.goto('/');
  const { email, password } = server.credentials;
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).last().fill('not this one');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'do not belong together' }).waitFor();
  await page.getByLabel('Password', { exact: true }).last().fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await heading(page, 'See what your skin shows');

  // What opens doors is in a cookie that no script can read, and nowhere else in the browser.
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.equal(kept.includes('cutis_') || kept.includes(password), false, kept);
  const [cookie] = await page.context().cookies();
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');

  await page.reload();
  await heading(page, 'See what your skin shows');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'Skin, measured and shown');
  assert.equal((await page.request.get(`/api/v1/companies/${server.credentials.company_id}/images/`)).status(), 401);
  page.watch.allowed.push('401');
  page.watch.check();
  await page.context().close();
});

test('a token leads in, and one that is no token is told', async () => {
  const page = await openPage(browser, server, { size: phone });
  await page.goto('/');
  await page.getByRole('tab', { name: 'Token' }).click();
  const field = page.getByRole('tabpanel').getByLabel('Token', { exact: true });
  await field.fill('cutis_nothing');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'opens nothing' }).waitFor();
  await field.fill(server.credentials.private_token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await heading(page, 'See what your skin shows');
  page.watch.allowed.push('401');
  page.watch.check();
  await page.context().close();
});

test('one click leads into the demo, in German too', async () => {
  const page = await openPage(browser, server, { locale: 'de-DE' });
  await page.goto('/console/images');
  await page.getByRole('button', { name: 'Die Demo ansehen' }).click();
  await heading(page, 'Bilder');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  await page.getByRole('link', { name: /demo\.jpg/ }).waitFor();
  page.watch.check();
  await page.context().close();
});

test('a session that ends leads back to the sign-in', async () => {
  const page = await openPage(browser, server);
  await page.goto('/');
  await page.getByRole('button', { name: 'Look at the demo' }).click();
  await heading(page, 'See what your skin shows');
  await page.context().clearCookies();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Datasets' }).click();
  await heading(page, 'Skin, measured and shown');
  page.watch.allowed.push('401');
  page.watch.check();
  await page.context().close();
});
