// Measures <cutis-viewer>: `node bench/viewer.mjs` after `npm run build`. A 12 MP photo, 10,000 pores, 400 areas and a heat map, in
// headless Chromium without a GPU: how long until a mask that is switched is on the screen, and frames a second while the photo moves.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [width, height] = [4000, 3000];
const script = await readFile(new URL('../dist/components/cutis-viewer.js', import.meta.url));

// The same numbers every time (Park and Miller, 1988).
let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const ring = (x, y, r, corners) =>
  Array.from({ length: corners }, (_, i) => {
    const [angle, reach] = [(2 * Math.PI * i) / corners, r * (0.8 + 0.4 * random())];
    return [Math.round(x + reach * Math.cos(angle)), Math.round(y + reach * Math.sin(angle))];
  });
const mask = (mask_type, tech_name, type, features, fill) => ({
  mask_type, tech_name, name: tech_name, fill, view_box: `0 0 ${width} ${height}`,
  features: features.map(([coordinates, intensity]) => ({ type: 'Feature', geometry: { type, coordinates }, properties: { intensity } })),
}); // prettier-ignore
const place = () => [Math.round(width * (0.1 + 0.8 * random())), Math.round(height * (0.1 + 0.8 * random()))];
const pores = Array.from({ length: 10_000 }, () => [...place(), 3 + 4 * random()]);
const areas = Array.from({ length: 400 }, () => [ring(...place(), 30, 24)]);
const levels = [0.25, 0.2, 0.2].map((intensity, level) => [Array.from({ length: 40 }, () => [ring(...place(), 160 - 40 * level, 60)]), intensity]);
const results = [
  { algorithm_tech_name: 'pores', masks_original: [mask('point_mask', 'pores_mask', 'MultiPoint', [[pores, 1]], 'rgba(1,11,102,.5)')] },
  { algorithm_tech_name: 'acne', masks_original: [mask('polygon_mask', 'acne_mask', 'MultiPolygon', [[areas, 1]], 'rgba(255,0,0,.5)')] },
  { algorithm_tech_name: 'redness', masks_original: [mask('heatmap_mask', 'redness_mask', 'MultiPolygon', levels, 'rgb(255,80,164)')] },
];

const page = `<!doctype html><html lang="en"><title>bench</title><body style="margin:0">
<cutis-viewer layers="all" style="--cutis-viewer-height: 760px"></cutis-viewer><script type="module" src="/viewer.js"></script>`;
const server = createServer((request, response) => {
  const [type, body] = request.url === '/viewer.js' ? ['text/javascript', script] : ['text/html', page];
  response.writeHead(200, { 'Content-Type': type }).end(body);
}).listen(0, '127.0.0.1');
await new Promise(resolve => server.once('listening', resolve));

const browser = await chromium.launch({ executablePath: process.env.CUTIS_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await tab.goto(`http://127.0.0.1:${server.address().port}/`);
await tab.evaluate(
  async ({ results, width, height }) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    const pixels = context.createImageData(width, height);
    for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = i % 4 === 3 ? 255 : 120 + ((i * 2654435761) >>> 27);
    context.putImageData(pixels, 0, 0);
    const viewer = document.querySelector('cutis-viewer');
    await customElements.whenDefined('cutis-viewer');
    const ready = new Promise(resolve => viewer.addEventListener('cutis-ready', resolve, { once: true }));
    viewer.masks = results;
    viewer.src = URL.createObjectURL(await canvas.convertToBlob({ type: 'image/jpeg' }));
    viewer.setAttribute('src', viewer.src);
    await ready;
  },
  { results, width, height },
);
await tab.waitForTimeout(1500);

// From the switch until the frame after it has been drawn.
const switching = await tab.evaluate(async () => {
  const viewer = document.querySelector('cutis-viewer');
  const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  const times = [];
  for (let i = 0; i < 20; i++) {
    await frame();
    await new Promise(resolve => setTimeout(resolve, 60));
    const start = performance.now();
    viewer.show('pores', i % 2 === 1);
    await frame();
    await frame();
    times.push(performance.now() - start);
  }
  return times;
});

// Frames that the compositor has shown, from a trace, while the pointer drags the photo to and fro.
const session = await browser.newBrowserCDPSession();
const events = [];
session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
async function pan(zoom) {
  await tab.evaluate(factor => document.querySelector('cutis-viewer').zoomBy(factor), zoom);
  await tab.waitForTimeout(1500);
  events.length = 0;
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['benchmark', 'viz', 'cc', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame'] } });
  await tab.mouse.move(500, 400);
  await tab.mouse.down();
  const frames = tab.evaluate(
    () =>
      new Promise(resolve => {
        const times = [];
        const next = now => (times.push(now), now - times[0] < 3000 ? requestAnimationFrame(next) : resolve(times));
        requestAnimationFrame(next);
      }),
  );
  const start = Date.now();
  while (Date.now() - start < 3000) {
    const angle = (Date.now() - start) / 300;
    await tab.mouse.move(500 + 220 * Math.cos(angle), 400 + 160 * Math.sin(angle));
  }
  const times = await frames;
  await tab.mouse.up();
  const ended = new Promise(resolve => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await ended;
  const drawn = events.filter(event => event.name === 'Display::DrawAndSwap' && event.ph !== 'E').length;
  const gaps = times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b);
  return { zoom, framesPerSecond: (1000 * (times.length - 1)) / (times.at(-1) - times[0]), shown: drawn / 3, p95: gaps[Math.floor(gaps.length * 0.95)] };
}

const pans = [await pan(1), await pan(3)];
await browser.close();
server.close();

const sorted = [...switching].sort((a, b) => a - b);
console.log(`switching 10,000 pores: median ${sorted[10].toFixed(1)} ms, worst ${sorted.at(-1).toFixed(1)} ms`);
for (const { zoom, framesPerSecond, shown, p95 } of pans)
  console.log(`moving, magnified ${zoom}×: ${framesPerSecond.toFixed(1)} frames a second (shown: ${shown.toFixed(1)}), 95 % of frames within ${p95.toFixed(1)} ms`);
