// The examples of docs/components.md, as pages of another origin: camera → signed URL → analysis → picture in the viewer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startExample } from '../../examples/server.mjs';
import { launch, openPage, phone } from '../browser.mjs';
import { fakeCamera } from '../camera.mjs';
import { freePort, startServer } from '../server.mjs';

let server, example, browser;
before(async () => {
  const port = await freePort();
  server = await startServer({ CUTIS__CORS__ORIGINS: `http://127.0.0.1:${port}` });
  const { company_id: company, private_token: token } = server.credentials;
  example = await startExample({ cutis: server.url, company, token, port });
  browser = await launch(fakeCamera());
});
after(async () => {
  await browser?.close();
  await example?.stop();
  await server?.stop();
});

for (const [path, name, size] of [
  ['/plain.html', 'a plain page', undefined],
  ['/react/', 'a page made with React, on a phone', phone],
])
  test(`${name} of another origin takes a photo, sends it and shows what was found`, { timeout: 240_000 }, async () => {
    const page = await openPage(browser, example, size ? { size } : {});
    // The pages may ask two hosts: their own, and that of Cutis.
    page.watch.allowed.push(`other host: ${server.url}`);
    const puts = [];
    page.on('response', answer => answer.request().method() === 'PUT' && puts.push([new URL(answer.url()).origin, answer.status()]));
    await page.goto(path);
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('heading', { name: 'Done. The photo has arrived.' }).waitFor({ timeout: 60_000 });
    assert.deepEqual(puts, [[server.url, 200]]);
    await page.getByText(/^\d+ results\.$/).waitFor({ timeout: 120_000 });
    // The viewer draws: its photo is there, and so are marks of the layer that was asked for.
    await page.waitForFunction(
      () => {
        const viewer = document.querySelector('cutis-viewer');
        return viewer?.shadowRoot?.querySelectorAll('canvas').length > 0 && viewer.styling?.shown?.length > 0;
      },
      null,
      { timeout: 60_000 },
    );
    const shown = await page.evaluate(() => document.querySelector('cutis-viewer').styling.shown);
    assert.match(shown.join(), /redness/);
    page.watch.check();
  });
