// From an upload to a picture and through errors, with the types that openapi-typescript makes of docs/openapi.json.
import createClient from 'openapi-fetch';
import type { paths } from './out/api.js';

declare const process: { argv: string[] };
const [url, token, company] = process.argv.slice(2) as [string, string, string];
const client = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } });

// One grey pixel.
const photo = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);

function expect<T>(what: string, actual: T, expected: T): void {
  if (actual !== expected) throw new Error(`${what} is ${actual}, not ${expected}`);
}

const upload = await client.POST('/api/v1/companies/{company}/images/', {
  params: { path: { company }, query: { name: 'walk.png' } },
  headers: { 'Content-Type': 'image/png' },
  body: '' as string,
  bodySerializer: () => photo,
});
const image = upload.data?.id;
if (!image) throw new Error(JSON.stringify(upload.error));

const put = await client.PUT('/api/v1/companies/{company}/images/{image}/results/{algorithm}/', {
  params: { path: { company, image, algorithm: 'pores' } },
  body: {
    algorithm_tech_name: 'pores',
    masks_original: [
      {
        mask_type: 'polygon_mask',
        view_box: '0 0 100 100',
        features: [{ geometry: { type: 'Polygon', coordinates: [[[10, 10], [90, 10], [90, 90]]] } }],
      },
    ],
  },
});
expect('the stored mask', put.data?.masks_original?.[0]?.mask_type, 'polygon_mask');

const masks = await client.POST('/service/rasterisation/v4/masks/', {
  params: { query: { company_id: company } },
  body: { image_id: image, masks: [{ algorithm_tech_name: 'pores' }, { algorithm_tech_name: 'acne' }] },
});
const [drawn, missing] = masks.data ?? [];
expect('the error code', missing?.feedback.error_code, 'not_computed');
const picture = await fetch(drawn?.masked_image_url ?? '');
expect('the picture', picture.headers.get('Content-Type'), 'image/png');

const wrong = await client.POST('/service/rasterisation/v4/masks/', {
  params: { query: { company_id: company } },
  body: { image_id: image, masks: [{ algorithm_tech_name: 'pores', polyline_line_thickness: 7 }] },
});
const mistake = wrong.error && 'detail' in wrong.error && Array.isArray(wrong.error.detail) ? wrong.error.detail[0] : undefined;
expect('the mistake', mistake?.loc.join('.'), 'body.masks.0.polyline_line_thickness');

const nobody = await client.GET('/api/v1/companies/{company}/images/{image}/', {
  params: { path: { company, image: '00000000-0000-4000-8000-000000000000' } },
});
expect('the failure', nobody.error && 'detail' in nobody.error ? nobody.error.detail : undefined, 'Image not found');
console.log('openapi-typescript: walked from an upload to a picture and through errors');
