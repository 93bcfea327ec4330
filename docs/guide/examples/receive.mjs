// Receives webhooks with Node: node receive.mjs PORT SECRET. The secret is the secret_key of the webhook.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const [port, key] = process.argv.slice(2);
const secret = Buffer.from(key.replace('whsec_', ''), 'base64');

// Whether the body is signed with the secret, and not long ago.
function isSigned(headers, body) {
  const sent = headers['webhook-timestamp'] ?? '';
  if (!/^\d+$/.test(sent) || Math.abs(Date.now() / 1000 - Number(sent)) > 300) return false;
  const digest = createHmac('sha256', secret).update(`${headers['webhook-id']}.${sent}.`).update(body).digest('base64');
  const expected = Buffer.from(`v1,${digest}`);
  return (headers['webhook-signature'] ?? '')
    .split(' ')
    .map((one) => Buffer.from(one))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const isGood = isSigned(request.headers, body);
  // Any answer from 200 to 299 is "taken". An event may come twice: whoever stores it looks at webhook-id.
  response.writeHead(isGood ? 204 : 401).end();
  if (!isGood) return;
  const event = JSON.parse(body);
  console.log(`${event.event} ${event.image_id} ${event.status}`);
}).listen(Number(port), '127.0.0.1');
