import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  VpcdFrames,
  type VpcdRequest,
  vpcdFrame,
} from '../../../devices/card-reader/vpcd-frames.ts';
import { hex } from '../card/card-conversation.ts';

test('one byte alone is a control code, more are a command, none is nothing', () => {
  const stream = hex('0001 00 0001 01 0001 02 0001 04 0001 03 0000 0004 00A40000');
  expect(new VpcdFrames().take(stream)).toEqual([
    { kind: 'power-off' },
    { kind: 'power-on' },
    { kind: 'reset' },
    { kind: 'answer-to-reset' },
    { kind: 'unknown', code: 3 },
    { kind: 'command', command: hex('00A40000') },
  ]);
});

test('an answer is its length, the high byte first, and itself', () => {
  expect(vpcdFrame(hex('6A82'))).toEqual(hex('0002 6A82'));
  expect(vpcdFrame(new Uint8Array(258)).subarray(0, 2)).toEqual(hex('0102'));
});

test('any stream is taken apart alike, however it is cut into pieces', () => {
  const payloads = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
  const cuts = fc.array(fc.nat(300), { maxLength: 10 });
  const cutAnywhere = fc.property(payloads, cuts, fc.uint8Array(), (frames, places, rest) => {
    const stream = Buffer.concat([...frames.map(vpcdFrame), rest]);
    const whole = new VpcdFrames().take(stream);
    const frame = new VpcdFrames();
    const pieces: VpcdRequest[] = [];
    let from = 0;
    for (const at of [...places.sort((a, b) => a - b), stream.length]) {
      pieces.push(...frame.take(stream.subarray(from, at)));
      from = Math.max(from, Math.min(at, stream.length));
    }
    expect(pieces).toEqual(whole);
    expect(whole.length).toBeGreaterThanOrEqual(frames.length);
  });
  fc.assert(cutAnywhere, { numRuns: 3_000, seed: 1 });
});

test('a stream without end keeps no more than one frame', () => {
  const frames = new VpcdFrames();
  const huge = vpcdFrame(new Uint8Array(65_535));
  for (let round = 0; round < 200; round++) {
    expect(frames.take(huge.subarray(0, 60_000))).toEqual([]);
    expect(frames.take(huge.subarray(60_000))).toHaveLength(1);
  }
});
