import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  contradictionInRole,
  issuerAddress,
  type RoleFlags,
} from '../../../scenarios/live/role-flags.ts';

const issuer = issuerAddress('27203=http://127.0.0.1:8081', []);
const linkKey = 'link.key';

test.each<[RoleFlags, string | undefined]>([
  [{ role: 'all', issuer: [] }, undefined],
  [{ role: 'all', issuer }, 'add --role centre'],
  [{ role: 'all', issuer: [], linkKey }, 'add --role centre'],
  [{ role: 'centre', issuer, linkKey }, undefined],
  [{ role: 'centre', issuer: [], linkKey }, 'nobody to ask'],
  [{ role: 'centre', issuer }, '--link-key'],
  [{ role: 'issuer', issuer: [], linkKey, port: 0 }, undefined],
  [{ role: 'issuer', issuer: [], linkKey }, 'needs a --port'],
  [{ role: 'issuer', issuer: [], port: 8081 }, '--link-key'],
  [{ role: 'issuer', issuer, linkKey, port: 8081 }, '--issuer is for --role centre'],
  [{ role: 'centre', issuer, linkKey, mutant: 'M1' }, 'give it to --role issuer'],
  [{ role: 'issuer', issuer: [], linkKey, port: 1, mutant: 'M1' }, undefined],
  [{ role: 'issuer', issuer: [], linkKey, port: 1, authority: 'ca.pem' }, 'for the centre'],
])('%j', (flags, said) => {
  const mistaken = contradictionInRole(flags);
  if (said === undefined) expect(mistaken).toBeUndefined();
  else expect(mistaken).toContain(said);
});

test('issuing servers are named by municipality, once each', () => {
  const both = issuerAddress('45201=http://localhost:8082/', issuer);
  expect(both).toEqual([
    { municipality: '27203', origin: 'http://127.0.0.1:8081' },
    { municipality: '45201', origin: 'http://localhost:8082' },
  ]);
  expect(() => issuerAddress('27203=http://127.0.0.1:9', both)).toThrow('already');
});

test.each([
  'http://127.0.0.1:8081',
  '2720=http://127.0.0.1:8081',
  '27203=here',
  '27203=https://127.0.0.1:8081',
  '27203=http://127.0.0.1:8081/v1',
  '27203=http://me@127.0.0.1:8081',
  '27203=http://10.0.0.1:8081',
  '27203=http://127.0.0.1.example:8081',
])('%s is no address', (text) => {
  expect(() => issuerAddress(text, [])).toThrow(InvalidArgumentError);
});
