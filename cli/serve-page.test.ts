import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, type ServedPage, servePage } from './serve-page.ts';

const scratch = mkdtempSync(join(tmpdir(), 'gatescope-page-'));
const root = join(scratch, 'renderer');
let page: ServedPage;

beforeAll(async () => {
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets/a b.js'), 'export {};');
  writeFileSync(join(scratch, 'secret.txt'), 'secret');
  symlinkSync(join(scratch, 'secret.txt'), join(root, 'link.txt'));
  page = await servePage({ root, port: 0 });
});
afterAll(async () => {
  await page.close();
  rmSync(scratch, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Asks for a path exactly as spelled: `fetch` would tidy it first. */
function ask(path: string, { method = 'GET', host = new URL(page.url).host } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ port: new URL(page.url).port, host: '127.0.0.1', path, method, headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, text });
      });
    })
      .on('error', reject)
      .end();
  });
}

test('serves the page and its assets on 127.0.0.1 with the production headers', async () => {
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/u);
  const { status, headers, text } = await ask('/?from=test');
  expect({ status, text }).toEqual({ status: 200, text: '<!doctype html>' });
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'x-content-type-options': 'nosniff',
  });
  expect(await ask('/assets/a%20b.js')).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
    text: 'export {};',
  });
});

test('answers HEAD without a body, and no other method than GET and HEAD', async () => {
  expect(await ask('/index.html', { method: 'HEAD' })).toMatchObject({ status: 200, text: '', headers: { 'content-length': '15' } });
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
    expect(await ask('/', { method }), method).toMatchObject({ status: 405 });
});

test('refuses a host that is not this address, against DNS rebinding', async () => {
  const { port } = new URL(page.url);
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `127.0.0.1.evil:${port}`])
    expect(await ask('/', { host }), host).toMatchObject({ status: 421 });
  expect(await ask('/', { host: `localhost:${port}` })).toMatchObject({ status: 200 });
});

test('serves nothing outside its folder, however it is spelled', async () => {
  const climbs = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e%2f%2e%2e%2fetc/passwd',
  ];
  const others = [
    '//etc/passwd',
    '/link.txt',
    '/assets',
    '/assets/',
    '/missing',
    '/%00',
    '/%',
    '/index.html%00.js',
    '/C:/secret.txt',
    'http://evil.example/../secret.txt',
  ];
  for (const path of [...climbs, ...others]) {
    const { status, headers, text } = await ask(path);
    expect({ path, status, text }).toEqual({ path, status: 404, text: 'not found\n' });
    expect(headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
  }
});

test('closes, and says when its port is taken', async () => {
  const other = await servePage({ root, port: 0 });
  await expect(servePage({ root, port: Number(new URL(other.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await other.close();
  await expect(fetch(other.url)).rejects.toThrow();
});
