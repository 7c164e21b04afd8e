import { expect, test } from 'vitest';
import { someResident } from '../register/small-register.ts';
import { codeOf, TOWN, Towns } from './towns.ts';

const entries = { [TOWN]: { residents: [someResident(0), someResident(1)] } };
const towns = new Towns({ entries });

test('a signature is of the challenge that the centre has given this session', async () => {
  const session = towns.open();
  const other = { challenge: session.challenge.map((byte) => byte ^ 0xff) };
  expect(codeOf(await towns.show(session, towns.signed(other, 0)))).toBe('signature-invalid');
});

test('what was signed for one session is worth nothing in another', async () => {
  const overheard = towns.open();
  const credentials = towns.signed(overheard, 0);
  expect(codeOf(await towns.show(overheard, credentials))).toBe('granted');
  expect(codeOf(await towns.show(towns.open(), credentials))).toBe('signature-invalid');
  expect(codeOf(await towns.show(towns.open('in-002'), credentials))).toBe('signature-invalid');
});

test('nobody can sign with another card than the one whose certificate is shown', async () => {
  const session = towns.open();
  const { certificate } = towns.signed(session, 0);
  const { signature } = towns.signed(session, 1);
  const mixed = { method: 'jpki', municipality: TOWN, certificate, signature } as const;
  expect(codeOf(await towns.show(session, mixed))).toBe('signature-invalid');
});

test('a signature that is none is refused', async () => {
  for (const signature of [new Uint8Array(0), new Uint8Array(256)]) {
    const session = towns.open();
    const credentials = { ...towns.signed(session, 0), signature };
    expect(codeOf(await towns.show(session, credentials))).toBe('signature-invalid');
  }
});
