// An API that refuses, is busy, or is not there at all: every page says so, and goes on when it can.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage, signIn } from './browser.mjs';
import { demoPhoto } from './photos.mjs';
import { startServer } from './server.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const list = /\/companies\/[^/]+\/datasets\/\?.*page=1/;
const refuse = (status, body, headers = {}) => ({ status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });

test('422 and 400: the reason is told', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  await page.route(list, route => route.fulfill(refuse(422, { detail: [{ loc: ['query', 'q'], msg: 'Is too long', type: 'value_error' }] })));
  await page.goto('/console/datasets');
  await page.getByRole('alert').filter({ hasText: 'Is too long' }).waitFor();
  page.watch.allowed.push('422');
  page.watch.check();
  await page.context().close();
});

for (const [status, text] of [
  [429, 'Too many requests'],
  [503, 'The server is busy'],
])
  test(`${status}: the page counts down and then asks again`, async () => {
    const page = await openPage(browser, server);
    await signIn(page, server);
    let refusals = 0;
    // The query asks four times by itself before the page says anything.
    await page.route(list, route => (++refusals > 4 ? route.continue() : route.fulfill(refuse(status, { detail: 'Later' }, { 'Retry-After': '1' }))));
    await page.goto('/console/datasets');
    await page.getByText(text).waitFor({ timeout: 20_000 });
    await page.getByText('There are no datasets yet.').waitFor();
    assert.equal(refusals, 5);
    page.watch.allowed.push(String(status));
    page.watch.check();
    await page.context().close();
  });

test('a connection that drops: the page says so, and asks again when told to', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  await page.route(list, route => route.abort('connectionreset'));
  await page.goto('/console/datasets');
  await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor({ timeout: 20_000 });
  await page.unroute(list);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('There are no datasets yet.').waitFor();
  page.watch.allowed.push('ERR_CONNECTION_RESET');
  page.watch.check();
  await page.context().close();
});

test('a connection that drops during an upload: the photo is sent again', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  await page.route('**/upload?*', route => route.abort('connectionreset'));
  await page.locator('input[type=file]').setInputFiles(await demoPhoto(server));
  await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor();
  await page.unroute('**/upload?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL(/\/console\/images\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  page.watch.allowed.push('ERR_CONNECTION_RESET');
  page.watch.check();
  await page.context().close();
});

test('a connection that drops while the analysis is followed does not end it', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  let drops = 0;
  await page.route('**/compute/', route => (route.request().method() === 'GET' && drops++ < 2 ? route.abort('connectionreset') : route.continue()));
  await page.locator('input[type=file]').setInputFiles(await demoPhoto(server));
  await page.waitForURL(/\/console\/images\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  assert.ok(drops >= 2);
  page.watch.allowed.push('ERR_CONNECTION_RESET');
  page.watch.check();
  await page.context().close();
});

test('a role that does not suffice: what it may not do is not offered', async () => {
  const page = await openPage(browser, server);
  await page.route('**/api/v1/session/', async route => {
    const answer = await route.fetch();
    const session = await answer.json();
    for (const company of session.companies) company.role = 'read_only';
    await route.fulfill({ response: answer, json: session });
  });
  await signIn(page, server);
  await page.getByText('You may look at this company').waitFor();
  await page.goto('/console/datasets');
  await page.getByText('There are no datasets yet.').or(page.locator('table')).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Add a dataset' }).count(), 0);
  await page.goto('/console/admin/audit');
  await page.getByText('The audit log is for owners').waitFor();
  page.watch.check();
  await page.context().close();
});

test('the server is not there at all: the page says so', async () => {
  const page = await openPage(browser, server);
  await page.route('**/api/v1/session/', route => route.abort('connectionrefused'));
  await page.goto('/');
  await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor({ timeout: 20_000 });
  page.watch.allowed.push('ERR_CONNECTION_REFUSED');
  page.watch.check();
  await page.context().close();
});
