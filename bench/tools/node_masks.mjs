// What a user would write with sharp (an SVG laid over the photo) and with a Skia canvas. Prints milliseconds as JSON.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const [photoFile, masksFile, svgFolder, repeats] = process.argv.slice(2);
const photo = readFileSync(photoFile);
const masks = JSON.parse(readFileSync(masksFile, 'utf8'));
sharp.concurrency(1);

async function least(action) {
  let best = Infinity;
  for (let i = 0; i < +repeats; i++) {
    const start = performance.now();
    await action();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function draw(image, mask) {
  const canvas = createCanvas(image.width, image.height);
  const g = canvas.getContext('2d');
  g.drawImage(image, 0, 0);
  g.scale(image.width / mask.width, image.height / mask.height);
  for (const level of mask.levels) {
    g.fillStyle = g.strokeStyle = `rgba(1,11,102,${0.5 * level.intensity})`;
    for (const polygon of level.polygons) {
      g.beginPath();
      for (const ring of polygon) { ring.forEach(([x, y], i) => i ? g.lineTo(x, y) : g.moveTo(x, y)); g.closePath(); }
      g.fill('evenodd');
    }
    g.lineWidth = mask.thickness * Math.max(mask.width, mask.height);
    g.lineCap = g.lineJoin = 'round';
    for (const line of level.lines) { g.beginPath(); line.forEach(([x, y], i) => i ? g.lineTo(x, y) : g.moveTo(x, y)); g.stroke(); }
    for (const [x, y, r] of level.points) { g.beginPath(); g.arc(x, y, r, 0, 2 * Math.PI); g.fill(); }
  }
  return canvas.encode('jpeg', 92);
}

const result = { sharp: {}, skia: {} };
result.skia.decode = await least(() => loadImage(photo));
const image = await loadImage(photo);
for (const mask of masks) {
  result.skia[mask.kind] = await least(() => draw(image, mask));
  const svg = readFileSync(`${svgFolder}/${mask.kind}.svg`);
  result.sharp[mask.kind] = await least(() => sharp(photo).composite([{ input: svg }]).jpeg({ quality: 92, optimiseCoding: false }).toBuffer());
}
console.log(JSON.stringify(result));
