// From a login to pictures with fetch: node flow.mjs PHOTO FOLDER. URL, EMAIL and PASSWORD say where, and who.
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const { URL: url, EMAIL: username, PASSWORD: password } = process.env;
const [photo, folder] = process.argv.slice(2);
let token;

// A request, and its answer; one of 400 and above is an error, whose body says what is wrong.
async function send(method, address, options) {
  const response = await fetch(address, { method, ...options });
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${await response.text()}`);
  return response;
}

// A call of the API: JSON there and back.
async function call(method, path, body) {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await send(method, url + path, { headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
}

async function save(name, address) {
  const picture = await send('GET', address);
  await writeFile(`${folder}/${name}`, Buffer.from(await picture.arrayBuffer()));
}

// 1. Sign in, and make a private token: backends keep that instead of a password.
const session = await call('POST', '/api/v1/auth/login/', { username, password });
token = session.access_token;
const expiration_time = new Date(Date.now() + 30 * 86_400_000).toISOString();
const made = await call('POST', '/api/v1/auth/private_tokens/', { name: 'guide', expiration_time });
token = made.data;
const base = `/api/v1/companies/${session.company_id}`;

// 2. A dataset, and what is to be computed in it. Both are made once, not for each photo.
const dataset = await call('POST', `${base}/datasets/`, { name: 'Guide', expire_images_after_days: 30 });
const enabled_algorithms = ['lines', 'pores', 'redness', 'quality'];
await call('POST', `${base}/applications/face_skin_metrics_2/attach-to-dataset/`, { dataset_id: dataset.id, enabled_algorithms });

// 3. A subject: one person.
const subjects = `${base}/datasets/${dataset.id}/subjects`;
const subject = await call('POST', `${subjects}/`, { name: 'Participant 12', meta: { arm: 'B' } });

// 4. The photo is announced, and then uploaded to the address that the answer gives, with exactly its headers.
const image = await call('POST', `${base}/subjects/${subject.id}/signed_upload_url/`, { side_id: 1, name: 'front.jpg' });
await send(image.method, image.url, { headers: image.headers, body: await readFile(photo) });

// 5. Compute, and ask for results until all are there. The list grows; a webhook spares the asking.
await call('POST', `${base}/batches/${image.batch_id}/compute/`, {});
let results = [];
while (results.length < enabled_algorithms.length) {
  await setTimeout(500);
  results = await call('GET', `${subjects}/${subject.id}/batches/${image.batch_id}/images/${image.id}/results/`);
}
for (const { result } of results) console.log(`${result.algorithm_tech_name}: ${result.error ?? result.area_results[0].main_metric.value}`);

// 6. Pictures with masks on the photo, and the same as SVG. Their addresses are signed and need no token.
const ask = { image_id: image.id, image_type: 'original', masks: [{ algorithm_tech_name: 'lines' }, { algorithm_tech_name: 'redness' }] };
const company = `?company_id=${session.company_id}`;
for (const mask of await call('POST', `/service/rasterisation/v4/masks/${company}`, ask))
  await save(`${mask.algorithm_tech_name}.jpg`, mask.masked_image_url);
for (const mask of (await call('POST', `/service/rasterisation/v5/svg_masks/${company}`, ask)).results)
  await save(`${mask.algorithm_tech_name}.svg`, mask.masked_image_url);

// 7. The subject is erased with everything that is known of the person, and the token is revoked.
await call('DELETE', `${subjects}/${subject.id}/`);
await call('DELETE', `/api/v1/auth/private_tokens/${made.id}/`);
