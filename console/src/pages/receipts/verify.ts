import type { components } from '../../api/schema';

export type Receipt = components['schemas']['Receipt'];
export type Verdict = 'good' | 'bad' | 'unknown_key' | 'not_here';

/**
 * Verifies the signature of a receipt in the browser: ES256 of RFC 7515 with the key that the receipt names, and that the statement
 * shown is the one that was signed. Browsers do cryptography on HTTPS and on this machine alone.
 */
export async function verify(receipt: Receipt, keys: components['schemas']['ReceiptKey'][]): Promise<Verdict> {
  if (!globalThis.crypto?.subtle) return 'not_here';
  const [head, body, signature] = receipt.jws.split('.');
  if (head === undefined || body === undefined || signature === undefined) return 'bad';
  try {
    const { kid, alg } = JSON.parse(text(head)) as { kid?: string; alg?: string };
    if (alg !== 'ES256') return 'bad';
    const key = keys.find(known => known.kid === kid);
    if (!key) return 'unknown_key';
    const { kty, crv, x, y } = key;
    const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const signed = new TextEncoder().encode(`${head}.${body}`);
    if (!(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, bytes(signature), signed))) return 'bad';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(receipt.jws));
    const same = hex(digest) === receipt.sha256 && sorted(JSON.parse(text(body))) === sorted(receipt.statement);
    return same ? 'good' : 'bad';
  } catch {
    return 'bad';
  }
}

const bytes = (part: string) => Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0));
const text = (part: string) => new TextDecoder().decode(bytes(part));
const hex = (buffer: ArrayBuffer) => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('');

// JSON with its keys in order, so that equal values are equal texts.
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    item && typeof item === 'object' && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
