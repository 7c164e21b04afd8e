import { describe, expect, test } from 'vitest';
import {
  failure,
  readCommand,
  selectApplicationCommand,
  selectFileCommand,
  selection,
} from '../../../devices/card-reader/card-exchange.ts';
import { hex } from '../card/card-conversation.ts';

const answered = (status: number) => ({ data: new Uint8Array(0), status });

// The forms of facts: hil.md §1.3.
describe('a command', () => {
  test('selects an application, or a file of it', () => {
    expect(selectApplicationCommand([0xf0, 0x6b])).toEqual(hex('00 A4 04 0C 02 F06B'));
    expect(selectFileCommand(0x001a)).toEqual(hex('00 A4 02 0C 02 001A'));
  });

  test('reads up to 256 bytes from an offset', () => {
    expect(readCommand(0, 256)).toEqual(hex('00 B0 00 00 00'));
    expect(readCommand(0x0123, 4)).toEqual(hex('00 B0 01 23 04'));
  });
});

describe('an answer', () => {
  test('to a selection says whether it is there', () => {
    expect(selection(answered(0x9000))).toEqual({ kind: 'opened' });
    expect(selection(answered(0x6a82))).toEqual({ kind: 'absent' });
    expect(selection(answered(0x6f00))).toEqual({ kind: 'card-error', status: 0x6f00 });
    expect(selection('removed')).toEqual({ kind: 'removed' });
  });

  test('to anything else is a success or not', () => {
    expect(failure(answered(0x9000))).toBeUndefined();
    expect(failure(answered(0x6a82))).toEqual({ kind: 'card-error', status: 0x6a82 });
    expect(failure('removed')).toEqual({ kind: 'removed' });
  });
});
