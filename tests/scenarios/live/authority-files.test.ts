import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRsaCardOffice } from '../../../devices/card/card-office-rsa.ts';
import { sha256DigestInfo } from '../../../devices/card/jpki-rsa.ts';
import { readAuthority } from '../../../scenarios/live/authority-files.ts';
import { answerOf, authenticate } from '../../devices/card/card-conversation.ts';

const folder = mkdtempSync(join(tmpdir(), 'kofu-authority-'));
afterAll(() => rmSync(folder, { recursive: true }));

const office = await openRsaCardOffice({ validFromMs: 86_400_000, keyPairs: 1 });

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

test('the certificate of an authority is read from PEM and from DER', () => {
  expect(readAuthority(written('der', office.authority))).toEqual(office.authority);
  expect(readAuthority(written('pem', pem(office.authority)))).toEqual(office.authority);
});

test.each([
  ['nothing there', join(folder, 'nowhere'), 'cannot be read'],
  ['no certificate', written('text', 'hello'), 'holds no X.509 certificate'],
  ['half of one', written('half', office.authority.subarray(0, 200)), 'holds no X.509'],
])('%s is refused with a sentence', (_, file, words) => {
  expect(() => readAuthority(file)).toThrow(words);
  expect(() => readAuthority(file)).toThrow(file);
});

test('a certificate that may not sign others is refused', () => {
  const held = answerOf(office.card('27203', 1));
  const { certificate } = authenticate(held, new Uint8Array(32), sha256DigestInfo);
  const file = written('card', certificate);
  expect(() => readAuthority(file)).toThrow('is of no authority');
});
