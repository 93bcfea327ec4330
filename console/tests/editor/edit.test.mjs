import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../module.mjs';

const { addHole, deleteCorner, drawn, featuresOf, fitSimilarity, insertCorner, moveCorner, moveShape, place, shapesOf, withShapes } = await load('pages/editor/shapes.ts');
const { merge } = await load('pages/editor/merge.ts');
const { start, step } = await load('pages/editor/undo.ts');
const { lineOf, lineOfMistake } = await load('pages/editor/jsonLines.ts');

const square = [[0, 0], [4, 0], [4, 4], [0, 4]]; // prettier-ignore
const area = rings => ({ kind: 'area', rings, feature: 0, intensity: 1 });

test('corners are moved, inserted and deleted, and the shape before stays as it was', () => {
  const before = area([square]);
  assert.deepEqual(moveCorner(before, { ring: 0, place: 2 }, [9, 9]).rings[0][2], [9, 9]);
  assert.deepEqual(insertCorner(before, { ring: 0, place: 3 }).rings[0][4], [0, 2]);
  assert.deepEqual(deleteCorner(before, { ring: 0, place: 1 }).rings[0].length, 3);
  assert.deepEqual(before, area([square]));
  assert.deepEqual(moveShape(before, 1, 2).rings[0][0], [1, 2]);
});

test('a triangle that loses a corner goes; a hole that does goes alone', () => {
  const triangle = square.slice(0, 3);
  assert.equal(deleteCorner(area([triangle]), { ring: 0, place: 0 }), null);
  assert.deepEqual(deleteCorner(addHole(area([square]), triangle), { ring: 1, place: 0 }).rings, [square]);
  assert.equal(deleteCorner({ kind: 'line', points: [[0, 0], [1, 1]] }, { ring: 0, place: 0 }), null); // prettier-ignore
  assert.equal(drawn('area', square.slice(0, 2), 1, 0, 1), null);
});

test('features keep what they had, their order and their intensities', () => {
  const mask = {
    mask_type: 'polygon_mask',
    features: [
      { type: 'feature', id: 'a', geometry: { type: 'MultiPolygon', coordinates: [[square], [square, [[1, 1], [2, 1], [2, 2]]]] }, properties: { intensity: 0.5, note: 'x' } },
      { type: 'feature', id: 'b', geometry: { type: 'MultiPolygon', coordinates: [[square]] }, properties: { intensity: 1 } },
    ],
  }; // prettier-ignore
  assert.deepEqual(featuresOf(shapesOf(mask), mask.features), mask.features);
  const point = { kind: 'point', x: 1.006, y: 2, radius: 3, feature: 2, intensity: 1 };
  assert.deepEqual(featuresOf([...shapesOf(mask), point], mask.features).at(-1).geometry, { type: 'MultiPoint', coordinates: [[1.01, 2, 3]] });
  assert.deepEqual(featuresOf([], mask.features), []);
});

test('a change on one photo lands at the same place of the other', () => {
  const across = fitSimilarity(square, square.map(([x, y]) => [10 - 2 * y, 20 + 2 * x]));
  const moved = place({ kind: 'point', x: 1, y: 3, radius: 2 }, across);
  assert.deepEqual([moved.x, moved.y, moved.radius].map(value => Math.round(value * 1e6) / 1e6), [4, 22, 4]);
  assert.equal(fitSimilarity([[1, 1]], [[2, 2]]), null);
  const mask = { mask_type: 'polygon_mask', features: [] };
  const result = { algorithm_tech_name: 'x', masks_original: [mask], masks_restored: [mask] };
  const both = withShapes(result, 'original', 0, [area([square])], across);
  assert.deepEqual(both.masks_restored[0].features[0].geometry.coordinates[0][0][1], [10, 28]);
  assert.deepEqual(withShapes(result, 'original', 0, [area([square])], null).masks_restored, [mask]);
});

test('changes of two people come together, shape by shape', () => {
  const dots = (...xs) => ({
    algorithm_tech_name: 'x',
    masks_original: [{ mask_type: 'point_mask', tech_name: 'dots', features: [{ geometry: { type: 'MultiPoint', coordinates: xs.map(x => [x, 1, 2]) }, properties: { intensity: 1 } }] }],
    masks_restored: null,
  }); // prettier-ignore
  const merged = merge(dots(1, 2, 2, 3), dots(2, 2, 3, 9), dots(1, 2, 3, 4));
  assert.deepEqual(merged.masks_original[0].features.flatMap(feature => feature.geometry.coordinates.map(([x]) => x)), [2, 3, 4, 9]);
  assert.equal(merged.masks_restored, null);
  const other = { ...dots(5), masks_original: [{ ...dots(5).masks_original[0], tech_name: 'other' }] };
  assert.deepEqual(merge(dots(1), dots(1, 2), other), other);
});

test('undo and redo, until something else is done', () => {
  const act = (state, ...actions) => actions.reduce(step, state);
  const set = value => ({ type: 'set', value });
  const three = act(start(0), set(1), set(2));
  assert.equal(act(three, { type: 'undo' }).now, 1);
  assert.equal(act(three, { type: 'undo' }, { type: 'undo' }, { type: 'undo' }).now, 0);
  assert.equal(act(three, { type: 'undo' }, { type: 'redo' }).now, 2);
  assert.equal(act(three, { type: 'undo' }, set(5), { type: 'redo' }).now, 5);
});

test('the line of a path in a file', () => {
  const text = JSON.stringify({ 'a"]': ['x, ]', { y: '\\"' }], masks: [{ n: 1 }, { fill: 'red', list: [[1, 2], [3, 4]] }] }, null, 1); // prettier-ignore
  const expected = text.split('\n').findIndex(line => line.includes('fill')) + 1;
  assert.equal(lineOf(text, 'masks[1].fill'), expected);
  assert.equal(lineOf(text, 'masks[1].list[1][0]'), text.split('\n').findIndex(line => line.trim() === '3,') + 1);
  assert.equal(lineOf(text, 'masks[1].missing'), text.split('\n').findIndex(line => line.includes('fill')));
  assert.equal(lineOf('{"a": 1}', 'b.c'), 1);
  assert.equal(lineOf('', 'a'), 1);
  for (const [wrong, line] of [['{\n"a": 1,\n}', 3], ['{\n"a": }', 2], ['[1,\n2', 2], ['[1\n2]', 2], ['{"a"\n1}', 2], ['[\n01]', 2], ['', 1]]) assert.equal(lineOfMistake(wrong), line, wrong); // prettier-ignore
});
