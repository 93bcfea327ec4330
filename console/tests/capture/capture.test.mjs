import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { checkAccessibility, desk, launch, openPage, phone } from '../browser.mjs';
import { fakeCamera, goodPhoto } from '../camera.mjs';
import { servePages } from '../pages.mjs';

const page = (
  attributes,
  more = '',
) => `<!doctype html><html lang="en"><head><title>Embedding</title><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<script type="module" src="/dist/components/cutis-capture.js"></script></head>
<body><main><h1>A page of somebody else</h1><cutis-capture ${attributes}></cutis-capture></main>${more}</body></html>`;

const photo = goodPhoto();
let pages, seeing, blind;
before(async () => {
  pages = await servePages(
    {
      '/camera': page('sources="front_camera"'),
      '/preview': page('sources="front_camera,upload" show-preview'),
      '/three': page('preset="face-180" sources="front_camera" manual'),
      '/files': page('sources="upload" show-preview'),
      '/send': page('sources="upload" upload-url="/put/front" upload-headers=\'{"X-Own": "7"}\''),
      '/send-bad': page('sources="upload" upload-url="/put/bad"'),
      '/send-403': page('sources="upload" upload-url="/put/403"'),
      '/light': page('sources="front_camera,upload" show-preview required-lighting'),
    },
    {
      answer: (path, count) =>
        path === '/put/403' ? 403 : path === '/put/bad' && pages.puts.filter(put => put.path === path).length < 3 ? 503 : 200,
    },
  );
  seeing = await launch(fakeCamera());
  blind = await launch(['--use-fake-ui-for-media-stream']);
});
after(async () => {
  await Promise.all([seeing.close(), blind.close(), pages.stop()]);
});

/** Opens a page that notes the events of the component, with the details of photos. */
async function open(browser, path, options = {}) {
  const opened = await openPage(browser, pages, options);
  opened.setDefaultTimeout(40_000);
  await opened.addInitScript(() => {
    window.events = [];
    window.photos = [];
    // These events do not bubble; whoever listens above the element sees them on their way down.
    for (const type of ['init', 'ready', 'capture', 'captures', 'analytics', 'error', 'uploaded'])
      addEventListener(
        type,
        async event => {
          if (event.target.localName !== 'cutis-capture') return;
          window.events.push(type === 'error' ? `error ${event.detail.code}` : type);
          if (type !== 'capture') return;
          const blob = await event.detail.blob();
          const bytes = new Uint8Array(await blob.arrayBuffer());
          const { source, side, width, height, checks } = event.detail;
          window.photos.push({ source, side, width, height, checks, type: blob.type, size: blob.size, start: [...bytes.slice(0, 2)] });
        },
        true,
      );
  });
  await opened.goto(path);
  return opened;
}
const photos = async (opened, count) => {
  await opened.waitForFunction(n => window.photos.length >= n, count);
  return opened.evaluate(() => window.photos);
};

test('the camera sees a good face and takes the photo by itself', async () => {
  const opened = await open(seeing, '/camera');
  const [taken] = await photos(opened, 1);
  assert.deepEqual([taken.source, taken.side, taken.type, taken.start], ['front_camera', 'front', 'image/jpeg', [0xff, 0xd8]]);
  assert.deepEqual([taken.width, taken.height], [1280, 720]);
  await opened.getByText('Done. The photo was taken.').first().waitFor();
  const events = await opened.evaluate(() => window.events.filter(type => type !== 'analytics'));
  assert.deepEqual(events, ['init', 'ready', 'capture', 'captures']);
  opened.watch.check();
});

test('a camera that was refused: clear words, and a photo can still be chosen', async () => {
  const opened = await open(blind, '/camera', { size: phone });
  const alert = opened.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.textContent(), /No camera was found/);
  assert.ok((await opened.evaluate(() => window.events)).includes('error camera_absent'));
  await checkAccessibility(opened);
  const chooser = opened.waitForEvent('filechooser');
  await opened.getByRole('button', { name: 'Choose another photo' }).click();
  await (await chooser).setFiles(photo);
  const [taken] = await photos(opened, 1);
  assert.deepEqual([taken.source, taken.size], ['upload', readFileSync(photo).length]);
  opened.watch.check();

  const refused = await openPage(seeing, pages, {});
  await refused.addInitScript(
    () => (navigator.mediaDevices.getUserMedia = async () => Promise.reject(new DOMException('no', 'NotAllowedError'))),
  );
  await refused.goto('/preview');
  await refused.getByRole('button', { name: 'Use the camera' }).click();
  assert.match(await refused.getByRole('alert').textContent(), /was not allowed/);
  assert.equal(await refused.getByRole('button', { name: 'Choose another photo' }).isVisible(), true);
});

test('a file is dropped, pasted, and refused when it is no photo', async () => {
  const opened = await open(blind, '/files');
  const drop = async (bytes, name, type, event) =>
    opened.evaluate(
      ({ bytes, name, type, event }) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, { type }));
        const target = document.querySelector('cutis-capture').shadowRoot.querySelector('.choose');
        if (event === 'paste')
          document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        else target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      { bytes: Buffer.from(bytes).toString('base64'), name, type, event },
    );
  await drop('no photo', 'notes.txt', 'text/plain', 'drop');
  await opened.getByRole('alert').getByText('Use a JPEG or PNG').waitFor();
  await drop('no photo either', 'photo.jpg', 'image/jpeg', 'drop');
  await opened.getByRole('alert').getByText('Use a JPEG or PNG').waitFor();
  assert.ok((await opened.evaluate(() => window.events)).includes('error file_type'));
  await drop(readFileSync(photo), 'face.jpg', 'image/jpeg', 'drop');
  await opened.getByRole('img', { name: 'The photo that was taken' }).waitFor();
  await checkAccessibility(opened);
  await opened.getByRole('button', { name: 'Take it again' }).click();
  await drop(readFileSync(photo), 'face.jpg', 'image/jpeg', 'paste');
  await opened.getByRole('button', { name: /^Use (this photo|it all the same)$/ }).click();
  const [taken] = await photos(opened, 1);
  assert.equal(taken.size, readFileSync(photo).length);
  opened.watch.check();
});

test('three sides in turn, each in its own words', async () => {
  const opened = await open(seeing, '/three');
  for (const [heading, count] of [
    ['Photo 1 of 3 · Front', 1],
    ['Photo 2 of 3 · Left side', 2],
    ['Photo 3 of 3 · Right side', 3],
  ]) {
    await opened.getByRole('heading', { name: heading }).waitFor();
    // The film shows a face that looks ahead: its side is asked for.
    if (count > 1)
      await opened
        .locator('.hint')
        .getByText(count === 2 ? 'further to your right' : 'further to your left')
        .waitFor();
    else await opened.locator('[data-check=face][data-state=good]').waitFor();
    await opened.getByRole('button', { name: 'Take the photo' }).click();
    if (count > 1) await opened.getByRole('button', { name: 'Use it all the same' }).click();
    await photos(opened, count);
  }
  assert.deepEqual(
    (await photos(opened, 3)).map(photo => photo.side),
    ['front', 'left', 'right'],
  );
  await opened.waitForFunction(() => window.events.includes('captures'));
  opened.watch.check();
});

test('the photo is put where the page says, with its headers; what fails on the way is tried again', async () => {
  const opened = await open(blind, '/send');
  const choose = async target => {
    const chooser = target.waitForEvent('filechooser');
    await target.getByRole('button', { name: 'Choose a photo' }).click();
    await (await chooser).setFiles(photo);
  };
  await choose(opened);
  await opened.getByRole('heading', { name: 'Done. The photo has arrived.' }).waitFor();
  const [put] = pages.puts;
  assert.deepEqual([put.path, put.headers['x-own'], put.headers['content-type']], ['/put/front', '7', 'image/jpeg']);
  assert.ok(put.body.equals(readFileSync(photo)));
  opened.watch.check();

  const bad = await open(blind, '/send-bad');
  await choose(bad);
  await bad.getByRole('alert').getByText('The server refused the photo (503).').waitFor();
  await checkAccessibility(bad);
  await bad.getByRole('button', { name: 'Try again' }).click();
  await bad.getByRole('heading', { name: 'Done. The photo has arrived.' }).waitFor();

  const gone = await open(blind, '/send-403');
  await choose(gone);
  await gone.getByRole('alert').getByText('The link for this photo is no longer valid.').waitFor();
  await gone.getByRole('button', { name: 'Cancel' }).click();
  await gone.getByRole('button', { name: 'Choose a photo' }).waitFor();
});

test('with required-lighting, a photo in bad light is only taken again', async () => {
  const uneven = await launch(fakeCamera('drawbox=x=iw/2:w=iw/2:color=black@0.5:t=fill'));
  try {
    const opened = await open(uneven, '/light');
    await opened.getByRole('button', { name: 'Use the camera' }).focus();
    await opened.keyboard.press('Enter');
    await opened.locator('[data-check=light][data-state=bad]').waitFor();
    // By keyboard alone: the button that takes the photo has the focus.
    await opened.keyboard.press('Enter');
    await opened.getByText('The light has to be good for this photo.').waitFor();
    assert.equal(await opened.getByRole('button', { name: /^Use (this|it)/ }).count(), 0);
    assert.equal(await opened.getByRole('button', { name: 'Take it again' }).isVisible(), true);
  } finally {
    await uneven.close();
  }
});

for (const [size, name] of [
  [desk, 'desk'],
  [phone, 'phone'],
])
  test(`every screen is accessible, ${name}`, async () => {
    const opened = await open(seeing, '/preview', { size });
    await opened.getByRole('button', { name: 'Use the camera' }).waitFor();
    await checkAccessibility(opened, 'choose');
    await opened.getByRole('button', { name: 'Use the camera' }).click();
    await opened.locator('[data-check=face][data-state=good]').waitFor();
    await opened.getByRole('button', { name: 'Take the photo' }).click();
    await opened.getByRole('img', { name: 'The photo that was taken' }).waitFor();
    await checkAccessibility(opened, 'review');
    assert.equal(await opened.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    opened.watch.check();
    // The next page gets the camera.
    await opened.context().close();
  });
