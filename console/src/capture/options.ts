import type { Side } from './checks/judge';
import type { Source } from './screens/choose';
import type { UploadTarget } from './upload';

/** What the attributes of the element say. */
export interface Options {
  sides: readonly Side[];
  sources: readonly Source[];
  showPreview: boolean;
  requiresLight: boolean;
  automatic: boolean;
}

const known: readonly Source[] = ['front_camera', 'back_camera', 'upload', 'companion'];

export function readOptions(element: HTMLElement): Options {
  const named = (element.getAttribute('sources') ?? 'front_camera').split(',').map(name => name.trim());
  // `camera` is an older name.
  const sources = named
    .map(name => (name === 'camera' ? 'front_camera' : name))
    .filter((name): name is Source => known.includes(name as Source));
  return {
    sides: element.getAttribute('preset') === 'face-180' ? ['front', 'left', 'right'] : ['front'],
    sources: sources.length ? [...new Set(sources)] : ['front_camera'],
    showPreview: isOn(element, 'show-preview'),
    requiresLight: isOn(element, 'required-lighting'),
    automatic: !isOn(element, 'manual'),
  };
}

function isOn(element: HTMLElement, name: string): boolean {
  const value = element.getAttribute(name);
  return value !== null && value !== 'false' && value !== 'none';
}

/** The target of a side that attributes name: `upload-url` is a URL, or JSON with a URL for each side; `upload-headers` is JSON. */
export function targetOf(element: HTMLElement, side: Side): UploadTarget | null {
  const url = element.getAttribute('upload-url')?.trim();
  if (!url) return null;
  const own = url.startsWith('{') ? (JSON.parse(url) as Partial<Record<Side, string>>)[side] : url;
  if (!own) throw new Error(`upload-url names no URL for ${side}.`);
  const headers = element.getAttribute('upload-headers');
  return { url: own, headers: headers ? (JSON.parse(headers) as Record<string, string>) : {} };
}
