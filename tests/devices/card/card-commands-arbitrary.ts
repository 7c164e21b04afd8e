import fc from 'fast-check';
import { hex } from './card-conversation.ts';
import { SECRETS } from './card-watcher.ts';

const byte = fc.nat(255);

/** The applications of a My Number card, one that is not there, and beginnings of them. */
const AIDS: readonly Uint8Array[] = [
  'D392F000260100000001',
  'D3921000310001010100',
  'D3921000310001010401',
  'D3921000310001010402',
  'D3921000310001010408',
  'A0000001510000',
  'A0000000041010',
].map(hex);

/** Right at first, right after a change, and never right. */
const ENTRIES = [...SECRETS.values(), '9999', 'KOFU2015', '0'].map((text) =>
  new TextEncoder().encode(text),
);

const selectApplication = fc
  .tuple(
    fc.constantFrom(...AIDS),
    fc.integer({ min: 1, max: 10 }),
    fc.constantFrom(0x0c, 0x00, 0x02),
  )
  .map(([aid, length, p2]) => {
    const name = length > 6 ? aid : aid.slice(0, length);
    return Uint8Array.of(0x00, 0xa4, 0x04, p2, name.length, ...name);
  });

const file = fc.integer({ min: 0, max: 0x1f });
const selectFile = file.map((id) => Uint8Array.of(0x00, 0xa4, 0x02, 0x0c, 0x02, 0x00, id));

const withSecret = fc
  .tuple(
    fc.constantFrom([0x00, 0x20, 0x00], [0x00, 0x24, 0x01], [0x80, 0x32, 0x00]),
    file,
    fc.oneof(fc.constantFrom(...ENTRIES), fc.uint8Array({ maxLength: 20 })),
  )
  .map(([[cla, ins, p1], id, secret]) =>
    Uint8Array.of(cla as number, ins as number, p1 as number, 0x80 | id, secret.length, ...secret),
  );

/** Where the PINs of JPKI and of the applications beside it are. */
const pinFile = fc.constantFrom(0x18, 0x1b, 0x1c, 0x11);
const verify = fc
  .tuple(pinFile, fc.constantFrom(...ENTRIES))
  .map(([id, secret]) => Uint8Array.of(0x00, 0x20, 0x00, 0x80 | id, secret.length, ...secret));

const sign = fc
  .tuple(fc.nat(6), fc.constantFrom(0x97, 0x9a, 0x80, 0x93), fc.integer({ min: 0, max: 60 }))
  .map(([p1, p2, length]) =>
    Uint8Array.of(0x80, 0x2a, p1, p2, length, ...new Array(length + 1).fill(0)),
  );

const header = fc.tuple(
  fc.oneof(fc.constantFrom(0x00, 0x80), byte),
  fc.oneof(fc.constantFrom(0xa4, 0xb0, 0xb2, 0x20, 0x24, 0x2a, 0x32, 0x84, 0x88, 0xca), byte),
  fc.oneof(fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x8a, 0x81), byte),
  fc.oneof(fc.constantFrom(0x00, 0x04, 0x0c, 0x80, 0x97, 0x98, 0x9a, 0x9b), byte),
);

/** A right header; behind it some bytes, with or without their right count. */
const almost = fc
  .tuple(header, fc.uint8Array({ maxLength: 20 }), fc.boolean())
  .map(([head, rest, counted]) =>
    Uint8Array.from([...head, ...(counted ? [rest.length] : []), ...rest]),
  );

/** Extended lengths, of which few are true, up to far more than a command can have. */
const oversized = fc
  .tuple(header, fc.nat(0xffff), fc.oneof(fc.nat(600), fc.constantFrom(65_535, 65_544, 70_000)))
  .map(([head, said, length]) => {
    const bytes = new Uint8Array(7 + length);
    bytes.set([...head, 0x00, said >> 8, said & 0xff]);
    return bytes;
  });

/** Commands to a card, sense and nonsense: most of them malformed in some way. */
export const cardCommand: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: selectApplication },
  { weight: 3, arbitrary: selectFile },
  { weight: 3, arbitrary: verify },
  { weight: 2, arbitrary: withSecret },
  { weight: 2, arbitrary: sign },
  { weight: 8, arbitrary: almost },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  { weight: 1, arbitrary: oversized },
);

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

/** Where PINs are, what they are at first, and what they guard. */
const DOORS = [
  { aid: AIDS[0], pin: 0x18, secret: '1234', guarded: [0x80, 0x2a, 0x00, 0x97, 0x01, 0xaa, 0x00] },
  { aid: AIDS[0], pin: 0x1b, secret: 'ABC123', guarded: [0x00, 0xb0, 0x81, 0x00, 0x00] },
  {
    aid: AIDS[0],
    pin: 0x1b,
    secret: 'ABC123',
    guarded: [0x80, 0x2a, 0x03, 0x9a, 0x01, 0xaa, 0x00],
  },
  {
    aid: AIDS[0],
    pin: 0x18,
    secret: '1234',
    guarded: [0x00, 0x24, 0x01, 0x98, 4, ...ascii('9999')],
  },
  {
    aid: AIDS[1],
    pin: 0x1c,
    secret: '2345',
    guarded: [0x80, 0x32, 0x00, 0x9c, 4, ...ascii('9999')],
  },
  { aid: AIDS[4], pin: 0x11, secret: '4567', guarded: [0x00, 0xb0, 0x82, 0x00, 0x00] },
] as const;

/** Somebody who knows the card goes through a door, with whatever comes in between. */
export const cardConversation: fc.Arbitrary<readonly Uint8Array[]> = fc
  .tuple(fc.constantFrom(...DOORS), fc.option(cardCommand), fc.option(cardCommand))
  .map(([{ aid, pin, secret, guarded }, before, after]) => [
    Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, aid?.length ?? 0, ...(aid ?? [])),
    ...(before ? [before] : []),
    Uint8Array.of(0x00, 0x20, 0x00, 0x80 | pin, secret.length, ...ascii(secret)),
    ...(after ? [after] : []),
    Uint8Array.from(guarded),
  ]);
