import { encode } from 'uqr';
import { svg } from './dom';

/** A QR code as one path; dark on light in every theme, because readers expect it. */
export function qrCode(text: string): SVGElement {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return svg(
    'svg',
    { viewBox: `0 0 ${size} ${size}`, class: 'qr', 'shape-rendering': 'crispEdges' },
    svg('rect', { width: size, height: size, fill: '#fff' }),
    svg('path', { d: path, fill: '#000' }),
  );
}
