import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeIpp } from '../../../devices/ipp/ipp-decoding.ts';
import { encodeIpp } from '../../../devices/ipp/ipp-encoding.ts';
import { GROUP, type IppMessage } from '../../../devices/ipp/ipp-message.ts';
import { absent, attribute, groupOf, textsOf, valuesOf } from '../../../devices/ipp/ipp-values.ts';
import { anyIppMessage } from './ipp-arbitrary.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s+/g, ''), 'hex'));
const ascii = (text: string) => Buffer.from(text).toString('hex');

/** RFC 8010 §A.1, without its document: a Print-Job request with attributes of the job. */
const PRINT_JOB = hex(`
  0101 0002 00000001 01
  47 0012 ${ascii('attributes-charset')} 0005 ${ascii('utf-8')}
  48 001b ${ascii('attributes-natural-language')} 0005 ${ascii('en-us')}
  45 000b ${ascii('printer-uri')} 0015 ${ascii('ipp://printer.example')}
  42 0008 ${ascii('job-name')} 0006 ${ascii('foobar')}
  22 0016 ${ascii('ipp-attribute-fidelity')} 0001 01
  02
  21 0006 ${ascii('copies')} 0004 00000014
  44 0005 ${ascii('sides')} 0013 ${ascii('two-sided-long-edge')}
  03 25215053
`);

function decoded(bytes: Uint8Array): IppMessage {
  const result = decodeIpp(bytes);
  if (result.kind === 'malformed') throw new Error(`${result.what} at ${result.at}`);
  return result.message;
}

describe('the codec of IPP messages', () => {
  test('reads the request that RFC 8010 prints, and writes it as it was', () => {
    const message = decoded(PRINT_JOB);
    expect(message).toEqual({
      version: { major: 1, minor: 1 },
      code: 2,
      requestId: 1,
      groups: [
        {
          tag: GROUP.operation,
          attributes: [
            attribute('attributes-charset', 'charset', 'utf-8'),
            attribute('attributes-natural-language', 'naturalLanguage', 'en-us'),
            attribute('printer-uri', 'uri', 'ipp://printer.example'),
            attribute('job-name', 'nameWithoutLanguage', 'foobar'),
            attribute('ipp-attribute-fidelity', 'boolean', true),
          ],
        },
        {
          tag: GROUP.job,
          attributes: [
            attribute('copies', 'integer', 20),
            attribute('sides', 'keyword', 'two-sided-long-edge'),
          ],
        },
      ],
      data: hex('25215053'),
    });
    expect(encodeIpp(message)).toEqual(PRINT_JOB);
    const job = groupOf(message, GROUP.job)?.attributes;
    expect(valuesOf(job, 'copies', 'integer')).toEqual([20]);
    expect(textsOf(job, 'sides')).toEqual(['two-sided-long-edge']);
    expect(valuesOf(job, 'sides', 'integer')).toEqual([]);
  });

  test('reads a collection as RFC 8010 §3.1.6 draws it', () => {
    const bytes = hex(`
      0200 000b 7fffffff 04
      34 0009 ${ascii('media-col')} 0000
      4a 0000 000a ${ascii('media-size')}
      34 0000 0000
      4a 0000 000b ${ascii('x-dimension')} 21 0000 0004 00005208
      37 0000 0000
      4a 0000 000b ${ascii('media-color')} 44 0000 0005 ${ascii('white')} 44 0000 0004 ${ascii('blue')}
      37 0000 0000
      13 0007 ${ascii('message')} 0000
      03`);
    const size = [attribute('x-dimension', 'integer', 21_000)];
    const members = [
      attribute('media-size', 'collection', size),
      attribute('media-color', 'keyword', 'white', 'blue'),
    ];
    const message = decoded(bytes);
    expect(message.groups).toEqual([
      {
        tag: GROUP.printer,
        attributes: [attribute('media-col', 'collection', members), absent('message', 'noValue')],
      },
    ]);
    expect(encodeIpp(message)).toEqual(bytes);
  });

  test('writes and reads any message exactly', () => {
    fc.assert(
      fc.property(anyIppMessage, (message) => {
        expect(decoded(encodeIpp(message))).toEqual(message);
      }),
      { numRuns: 500, endOnFailure: true },
    );
  });

  const start = '0200 0002 00000001 01';
  const name = `0001 ${ascii('a')}`;
  test.each([
    ['nothing', '', 'the message ends too early', 0],
    ['half a header', '0200 0002 00', 'the message ends too early', 4],
    ['no end', start, 'the message ends too early', 9],
    ['a reserved group', '0200 0002 00000001 00', 'group tag 0x00 is reserved', 8],
    ['a value outside', `0200 0002 00000001 21 ${name} 0004 00000000`, 'before the first group', 8],
    ['a further value first', `${start} 21 0000 0004 00000000 03`, 'without a first one', 9],
    ['a long integer', `${start} 21 ${name} 0005 0000000000 03`, 'a integer of 5 bytes', 9],
    ['a short integer', `${start} 21 ${name} 0003 000000 03`, 'a integer of 3 bytes', 9],
    ['a boolean of 2', `${start} 22 ${name} 0001 02 03`, 'a boolean of 2', 15],
    ['a negative length', `${start} 41 ${name} 8000 03`, 'a negative length', 13],
    ['a length beyond the end', `${start} 41 ${name} 7fff 03`, 'the message ends too early', 15],
    ['bad UTF-8', `${start} 41 ${name} 0002 c328 03`, 'text that is not UTF-8', 15],
    ['an absent value with bytes', `${start} 13 ${name} 0001 00 03`, 'a noValue of 1 bytes', 9],
    ['month 13', `${start} 31 ${name} 000b 07e80d01000000002b0000 03`, 'a month of 13', 17],
    [
      'a comma for a sign',
      `${start} 31 ${name} 000b 07e80101000000002c0000 03`,
      'neither + nor -',
      23,
    ],
    ['unit 5', `${start} 32 ${name} 0009 0000000100000001 05 03`, 'a unit of resolution of 5', 23],
    ['languages beyond', `${start} 35 ${name} 0006 0001 61 0005 62 03`, 'ends too early', 20],
    ['an end outside', `${start} 37 ${name} 0000 03`, 'a part of a collection outside', 9],
    ['an open collection', `${start} 34 ${name} 0000 03`, 'a collection that does not end', 15],
    ['a valued collection', `${start} 34 ${name} 0001 00 03`, 'begins with a value', 9],
    ['a nameless member', `${start} 34 ${name} 0000 4a 0000 0000 03`, 'without a name', 15],
    [
      'a valueless member',
      `${start} 34 ${name} 0000 4a 0000 0001 61 37 0000 0000 03`,
      'without a value',
      21,
    ],
    ['a member value first', `${start} 34 ${name} 0000 21 0000 0004 00000000`, 'first one', 15],
  ])('says what is wrong with %s, and where', (_, bytes, what, at) => {
    const result = decodeIpp(hex(bytes));
    expect(result).toMatchObject({ kind: 'malformed', what: expect.stringContaining(what), at });
  });

  test('gives the header of what is malformed, so that it can be answered', () => {
    const header = { version: { major: 2, minor: 0 }, code: 2, requestId: 1 };
    expect(decodeIpp(hex('0200 0002 00000001 00'))).toMatchObject({ header });
  });

  test('keeps to its limits', () => {
    const limits = { maxAttributeBytes: 60, maxValues: 3, maxNesting: 2 };
    const message = (...attributes: ReturnType<typeof attribute>[]): Uint8Array =>
      encodeIpp({
        version: { major: 2, minor: 0 },
        code: 2,
        requestId: 1,
        groups: [{ tag: 1, attributes }],
        data: new Uint8Array(1000),
      });
    const asked = (bytes: Uint8Array) => decodeIpp(bytes, limits);
    expect(asked(message(attribute('a', 'integer', 1, 2, 3)))).toMatchObject({ kind: 'message' });
    expect(asked(message(attribute('a', 'integer', 1, 2, 3, 4)))).toMatchObject({
      what: 'too many values',
    });
    expect(asked(message(attribute('a', 'keyword', 'x'.repeat(60))))).toMatchObject({
      what: 'more bytes of attributes than are taken',
    });
    const deep = attribute('a', 'collection', [
      attribute('b', 'collection', [attribute('c', 'collection', [])]),
    ]);
    expect(asked(message(deep))).toMatchObject({ what: 'nested too deeply' });
  });
});
