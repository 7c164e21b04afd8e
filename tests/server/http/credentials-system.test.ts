import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { DerivedCredentials, newFleetKey } from '../../../server/http/credentials-system.ts';

describe('a credential', () => {
  const credentials = new DerivedCredentials('a key');

  test('is that of its holder and of nobody else', () => {
    const shown = credentials.of('kiosk', 'in-001');
    expect(credentials.accepts('kiosk', 'in-001', shown)).toBe(true);
    expect(credentials.accepts('kiosk', 'in-002', shown)).toBe(false);
    expect(credentials.accepts('office', 'in-001', shown)).toBe(false);
    expect(new DerivedCredentials('another key').accepts('kiosk', 'in-001', shown)).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['one letter less', -1],
    ['padded', '='],
    ['with a space', ' '],
  ] as const)('is taken as it is written, not %s', (_, change) => {
    const right = credentials.of('kiosk', 'in-001');
    const shown = typeof change === 'number' ? right.slice(0, change) : change && right + change;
    expect(credentials.accepts('kiosk', 'in-001', shown)).toBe(false);
  });

  test('cannot be had by a name that looks like another holder’s', () => {
    expect(credentials.of('kiosk', '27203')).not.toBe(credentials.of('office', '27203'));
  });

  test('is HMAC-SHA256 in base64url, as openssl has it', () => {
    const command = 'printf kiosk:in-001 | openssl dgst -sha256 -hmac "a key" -binary | base64';
    const theirs = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim();
    const plain = theirs.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    expect(credentials.of('kiosk', 'in-001')).toBe(plain);
  });
});

test('a new key is one that nobody has had', () => {
  const keys = Array.from({ length: 50 }, newFleetKey);
  expect(new Set(keys).size).toBe(50);
  for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
});
