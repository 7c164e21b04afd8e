import fc from 'fast-check';
import {
  type IppAttribute,
  type IppMessage,
  type IppValue,
  OUT_OF_BAND,
  TEXTUAL,
} from '../../../devices/ipp/ipp-message.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const bytes = fc.uint8Array({ maxLength: 40 });
const within = (max: number, min = 0) => fc.integer({ min, max });
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { noNullPrototype: true });

const dateTime = record({
  year: within(0xffff),
  month: within(12, 1),
  day: within(31, 1),
  hour: within(23),
  minute: within(59),
  second: within(60),
  deciSecond: within(9),
  utcSign: fc.constantFrom('+' as const, '-' as const),
  utcHours: within(14),
  utcMinutes: within(59),
});

const KEYS = {
  outOfBand: Object.keys(OUT_OF_BAND) as (keyof typeof OUT_OF_BAND)[],
  textual: Object.keys(TEXTUAL) as (keyof typeof TEXTUAL)[],
};

/** Values that have no tag of their own here, all ranges of RFC 8010 §3.5.2. */
const OTHER_CODES = [0x11, 0x14, 0x18, 0x20, 0x24, 0x38, 0x40, 0x43, 0x4b, 0x7f, 0xff];

const { value } = fc.letrec<{ value: IppValue; attributes: IppAttribute[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    record({ tag: fc.constantFrom(...KEYS.outOfBand) }),
    record({ tag: fc.constantFrom('integer' as const, 'enum' as const), value: int32 }),
    record({ tag: fc.constant('boolean' as const), value: fc.boolean() }),
    record({ tag: fc.constantFrom(...KEYS.textual), value: text }),
    record({ tag: fc.constant('octetString' as const), value: bytes }),
    record({ tag: fc.constant('dateTime' as const), value: dateTime }),
    record({
      tag: fc.constant('resolution' as const),
      value: record({ crossFeed: int32, feed: int32, unit: fc.constantFrom('dpi', 'dpcm') }),
    }) as fc.Arbitrary<IppValue>,
    record({
      tag: fc.constant('rangeOfInteger' as const),
      value: record({ lower: int32, upper: int32 }),
    }),
    record({
      tag: fc.constantFrom('textWithLanguage' as const, 'nameWithLanguage' as const),
      value: record({ language: text, text }),
    }),
    record({
      tag: fc.constant('other' as const),
      code: fc.constantFrom(...OTHER_CODES),
      value: bytes,
    }),
    record({ tag: fc.constant('collection' as const), value: tie('attributes') }),
  ) as fc.Arbitrary<IppValue>,
  attributes: fc.array(
    record({
      name: text.filter((name) => name !== ''),
      values: fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
}));

const attributes = fc.array(
  record({
    name: text.filter((name) => name !== ''),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 6 },
);

/** Any message that can be written. */
export const anyIppMessage: fc.Arbitrary<IppMessage> = record({
  version: record({ major: within(255), minor: within(255) }),
  code: within(0xffff),
  requestId: int32,
  groups: fc.array(record({ tag: fc.constantFrom(1, 2, 4, 5, 6, 7, 8, 9, 10, 15), attributes }), {
    maxLength: 4,
  }),
  data: bytes,
});
