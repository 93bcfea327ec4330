import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../module.mjs';

const { areaOf, distanceTo, flatten, lengthOf } = await load('viewer/geometry.ts');
const { groupPaths } = await load('viewer/paths.ts');
const { layersOf, pixelsPerMillimetre, plain, readBox, readResults } = await load('viewer/model.ts');
const { LayerIndex } = await load('viewer/hits.ts');

const square = (x, y, side) => [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]; // prettier-ignore
const shape = bare => ({ feature: 0, intensity: 1, ...bare });
const area = (...rings) => shape({ kind: 'area', rings });
const mask = (mask_type, type, coordinates, more = {}) => ({
  mask_type, view_box: '0 0 100 50', tech_name: 'x_mask_original', features: [{ geometry: { type, coordinates }, properties: { intensity: 1 } }], ...more,
}); // prettier-ignore

test('every spelling and nesting of a geometry is read, and what is none is left out', () => {
  const kinds = geometry => flatten(geometry).map(item => item.kind);
  assert.deepEqual(kinds({ type: 'MULTIPOLYGON', coordinates: [[square(0, 0, 2)], [square(5, 5, 2), square(6, 6, 1)]] }), ['area', 'area']);
  assert.deepEqual(kinds({ type: 'Multipolyline', coordinates: [[[0, 0], [1, 1]]] }), ['line']); // prettier-ignore
  assert.deepEqual(flatten({ type: 'MultiPoint', coordinates: [[1, 2, 3], [4, 5]] }), [
    { kind: 'point', x: 1, y: 2, radius: 3 },
    { kind: 'point', x: 4, y: 5, radius: 0 },
  ]); // prettier-ignore
  assert.deepEqual(kinds({ type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 1] }, { type: 'Polygon', coordinates: [square(0, 0, 1)] }] }), ['point', 'area']); // prettier-ignore
  assert.deepEqual(kinds({ type: 'MultiPolygon', coordinates: [] }), []);
  assert.deepEqual(kinds({ type: 'MultiPolygon', coordinates: 'nonsense' }), []);
  assert.deepEqual(kinds(null), []);
  assert.equal(flatten({ type: 'Polygon', coordinates: [[...square(0, 0, 2), [0, 0]]] })[0].rings[0].length, 4);
});

test('areas are without their holes, whichever way they wind', () => {
  assert.equal(areaOf(area(square(0, 0, 10))), 100);
  assert.equal(areaOf(area(square(0, 0, 10), square(2, 2, 4))), 84);
  assert.equal(areaOf(area(square(0, 0, 10).reverse(), square(2, 2, 4))), 84);
  assert.equal(areaOf(area(square(0, 0, 10), square(2, 2, 6), square(4, 4, 2))), 100 - 36 + 4);
  assert.equal(lengthOf(shape({ kind: 'line', points: [[0, 0], [3, 4], [3, 10]] })), 11); // prettier-ignore
});

test('a hole is outside, and its distance is that to its edge', () => {
  const ring = area(square(0, 0, 10), square(2, 2, 6));
  assert.equal(distanceTo(ring, 1, 5), 0);
  assert.equal(distanceTo(ring, 5, 5), 3);
  assert.equal(distanceTo(ring, 13, 14), 5);
});

test('marks are found by place, near ones first, in pixels of the photo', () => {
  const coordinates = Array.from({ length: 10_000 }, (_, i) => [i % 100, Math.floor(i / 200), 0.2]);
  const [layer] = layersOf([{ algorithm_tech_name: 'pores', masks_original: [mask('point_mask', 'MultiPoint', coordinates)] }], 'original');
  const index = new LayerIndex(layer, [1000, 500]);
  const hits = index.at([502, 101], 3);
  assert.equal(hits.length, 2);
  assert.equal(hits[0].shape.x, 50);
  assert.equal(hits[0].shape.y, 10);
  assert.equal(hits[0].measures.diameter, 4);
  assert.deepEqual(index.at([505, 105], 2), []);
});

test('thousands of shapes are few paths, and many areas that overlap are a union', () => {
  const points = Array.from({ length: 10_000 }, (_, i) => shape({ kind: 'point', x: i % 100, y: i / 100, radius: 1 }));
  const [group] = groupPaths(points, [0, 0, 100, 100], 1);
  assert.ok(group.paths.length <= 144);
  assert.equal(group.paths.join('').match(/M/g).length, 10_000);
  const areas = Array.from({ length: 500 }, (_, i) => area(i % 2 ? square(1, 1, 5) : square(0, 0, 5).reverse()));
  const [merged] = groupPaths(areas, [0, 0, 100, 100], 1);
  assert.equal(merged.rule, 'nonzero');
  assert.ok(merged.paths.length < 10);
});

test('results are read in every form in which they come', () => {
  const result = { algorithm_tech_name: 'pores', masks_original: [] };
  for (const form of [result, [result], [{ id: 1, result }], { results: [{ result }] }, { count: 1, results: [result] }])
    assert.deepEqual(readResults(form).map(item => item.algorithm_tech_name), ['pores']); // prettier-ignore
  for (const form of [null, 'x', 3, {}, [null]]) assert.deepEqual(readResults(form), []);
});

test('a mask has one id in both frames', () => {
  const result = {
    algorithm_tech_name: 'pigmentation',
    masks_original: [mask('polygon_mask', 'MultiPolygon', [], { tech_name: 'pigmentation_mask_origin' })],
    masks_restored: [mask('polygon_mask', 'MultiPolygon', [], { tech_name: 'pigmentation_mask' })],
  };
  assert.equal(layersOf([result], 'original')[0].id, 'pigmentation/pigmentation');
  assert.equal(layersOf([result], 'restored')[0].id, 'pigmentation/pigmentation');
  assert.equal(plain('dark_circles_original_mask'), 'dark_circles');
  assert.equal(plain('fine_lines_mask_restored'), 'fine_lines');
  assert.equal(plain('forehead'), 'forehead');
});

test('view boxes and the scale', () => {
  assert.deepEqual(readBox('0 0 3648 5472'), [0, 0, 3648, 5472]);
  for (const text of [null, '', '1 2 3', '0 0 0 5', 'a b c d']) assert.equal(readBox(text), null);
  const metric = { name: '', tech_name: 'pixels_per_millimetre', value: 5.5 };
  assert.equal(pixelsPerMillimetre([{ algorithm_tech_name: 'quality', area_results: [{ area_name: 'face', sub_metrics: [metric] }] }]), 5.5);
  assert.equal(pixelsPerMillimetre([]), 0);
});
