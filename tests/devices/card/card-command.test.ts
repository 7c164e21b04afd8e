import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../../devices/card/card-command.ts';
import { hex } from './card-conversation.ts';

describe('a command', () => {
  test.each([
    ['case 1', '00A40000', { dataAt: 4, dataLength: 0, expected: 0 }],
    ['case 2 short', '00B0000010', { dataAt: 5, dataLength: 0, expected: 16 }],
    ['case 2 short, Le 00', '00B0000000', { dataAt: 5, dataLength: 0, expected: 256 }],
    ['case 2 extended', '00B00000000800', { dataAt: 7, dataLength: 0, expected: 2048 }],
    ['case 2 extended, Le 0000', '00B00000000000', { dataAt: 7, dataLength: 0, expected: 65_536 }],
    ['case 3 short', '0020008002AABB', { dataAt: 5, dataLength: 2, expected: 0 }],
    ['case 3 extended', '00200080000002AABB', { dataAt: 7, dataLength: 2, expected: 0 }],
    ['case 4 short', '802A008002AABB00', { dataAt: 5, dataLength: 2, expected: 256 }],
    ['case 4 short, Le 01', '802A008002AABB01', { dataAt: 5, dataLength: 2, expected: 1 }],
    ['case 4 extended', '802A0080000002AABB0100', { dataAt: 7, dataLength: 2, expected: 256 }],
  ])('%s', (_, command, lengths) => {
    const bytes = hex(command);
    const [cla, ins, p1, p2] = bytes;
    expect(parseCommand(bytes)).toEqual({ cla, ins, p1, p2, ...lengths });
  });

  test.each([
    ['empty', ''],
    ['three bytes', '00A404'],
    ['Lc greater than the data', '0020008003AABB'],
    ['Lc smaller than the data', '002000800131323334'],
    ['six bytes that begin as extended', '002000800000'],
    ['an extended Lc of 0 with data', '00200080000000AABB'],
    ['an extended Le of one byte', '802A0080000002AABB01'],
  ])('of the wrong length: %s', (_, command) => {
    expect(parseCommand(hex(command))).toBeUndefined();
  });

  test('has its data within its own bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const command = parseCommand(bytes);
        if (command === undefined) return;
        const end = command.dataAt + command.dataLength;
        expect(end).toBeLessThanOrEqual(bytes.length);
        expect(bytes.length - end).toBeLessThanOrEqual(2);
        expect(command.expected).toBeLessThanOrEqual(65_536);
      }),
    );
  });
});
