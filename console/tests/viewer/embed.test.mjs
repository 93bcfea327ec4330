// <cutis-viewer> on pages of another origin: plain HTML, and React, as in console/examples.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { checkAccessibility, launch, openPage } from '../browser.mjs';
import { startServer } from '../server.mjs';

const example = name => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
let server, browser, host, photo, pores;
const files = new Map();

before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
  const image = server.credentials.demo_image_id;
  photo = (await server.api(`images/${image}/`)).urls.original;
  const results = await Promise.all(['pores', 'redness', 'front_face_areas'].map(name => server.api(`images/${image}/results/${name}/`)));
  pores = results[0].masks_original[0].features[0].geometry.coordinates;
  const plain = (await readFile(example('viewer.html'), 'utf8'))
    .replace('https://cutis.example.org/files/photo.jpg', photo.replaceAll('&', '&amp;'))
    .replaceAll('https://cutis.example.org', server.url);
  const { outputFiles } = await build({ entryPoints: [example('viewer.jsx')], bundle: true, format: 'esm', jsx: 'automatic', write: false, define: { 'process.env.NODE_ENV': '"production"' } });
  files.set('/', ['text/html', plain]);
  files.set('/results.json', ['application/json', JSON.stringify(results)]);
  files.set('/app.js', ['text/javascript', outputFiles[0].text]);
  files.set('/react', [
    'text/html',
    `<!doctype html><html lang="en"><head><title>React</title><script type="module" src="${server.url}/components/cutis-viewer.js"></script></head>
     <body><div id="root" data-photo="${photo.replaceAll('&', '&amp;')}"></div><script type="module" src="/app.js"></script></body></html>`,
  ]);
  host = createServer((request, response) => {
    const [type, body] = files.get(request.url) ?? ['text/plain', ''];
    response.writeHead(body ? 200 : 404, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => host.once('listening', resolve));
});
after(async () => {
  host?.close();
  await browser?.close();
  await server?.stop();
});

async function open(path) {
  const page = await openPage(browser, { url: `http://127.0.0.1:${host.address().port}` });
  page.watch.allowed.push('other host: ', 'favicon.ico');
  await page.goto(path);
  await page.waitForFunction(() => document.querySelector('cutis-viewer')?.ready);
  return page;
}

test('in a plain page it shows masks, tells what was clicked, and is accessible', async () => {
  const page = await open('/');
  const layers = page.locator('cutis-viewer .layer[data-layer]:visible');
  await layers.first().waitFor();
  assert.deepEqual(await layers.evaluateAll(all => all.map(layer => layer.dataset.layer).sort()), ['pores/pores', 'redness/redness']);
  assert.equal(await page.locator('[data-layer="pores/pores"]').first().getAttribute('fill'), '#e69f00');
  const [x, y] = pores[0];
  const place = await page.locator('cutis-viewer').evaluate(
    (viewer, [px, py]) => {
      const box = viewer.shadowRoot.querySelector('.photo').getBoundingClientRect();
      return [box.left + viewer.view.x + px * viewer.view.scale, box.top + viewer.view.y + py * viewer.view.scale];
    },
    [x, y],
  );
  await page.mouse.click(...place);
  await page.locator('#told').filter({ hasText: 'pores' }).waitFor();
  await checkAccessibility(page, 'plain');
  page.watch.check();
  await page.context().close();
});

test('in a React page results are a property and events reach it', async () => {
  const page = await open('/react');
  await page.getByText('pores/pores', { exact: true }).waitFor();
  page.watch.check();
  await page.context().close();
});

test('what cannot be loaded is said, with a way to try again', async () => {
  files.set('/broken', ['text/html', files.get('/')[1].replace('/results.json', '/missing.json')]);
  const page = await openPage(browser, { url: `http://127.0.0.1:${host.address().port}` });
  page.watch.allowed.push('other host: ', 'favicon.ico', '404');
  await page.goto('/broken');
  await page.getByText('The masks could not be loaded.').waitFor();
  files.set('/missing.json', files.get('/results.json'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('cutis-viewer .layer[data-layer="pores/pores"]').waitFor();
  page.watch.check();
  await page.context().close();
});
