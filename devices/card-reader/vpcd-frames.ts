/** What vpcd asks of the card behind it. */
export type VpcdRequest =
  | { readonly kind: 'power-off' | 'power-on' | 'reset' | 'answer-to-reset' }
  /** Control codes that no known vpcd sends; nothing is answered. */
  | { readonly kind: 'unknown'; readonly code: number }
  | { readonly kind: 'command'; readonly command: Uint8Array };

/**
 * Takes the stream of vpcd apart: each frame is its length in two bytes, the high one first, and so
 * many bytes; one byte alone is a control code, more are a command (facts: hil.md §1.2).
 */
export class VpcdFrames {
  #rest: Uint8Array = new Uint8Array(0);

  /** Answers the requests that are whole with these bytes; what is left over waits for more. */
  take(bytes: Uint8Array): readonly VpcdRequest[] {
    const stream = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    const requests: VpcdRequest[] = [];
    let at = 0;
    while (stream.length - at >= LENGTH_BYTES) {
      const endAt = at + LENGTH_BYTES + lengthAt(stream, at);
      if (endAt > stream.length) break;
      const payload = copied(stream, at + LENGTH_BYTES, endAt);
      if (payload.length > 0) requests.push(requestOf(payload));
      at = endAt;
    }
    this.#rest = copied(stream, at, stream.length);
    return requests;
  }
}

/** A frame with an answer in it, at most 65,535 bytes long. */
export function vpcdFrame(payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(LENGTH_BYTES + payload.length);
  frame[0] = payload.length >> 8;
  frame[1] = payload.length & 0xff;
  frame.set(payload, LENGTH_BYTES);
  return frame;
}

const LENGTH_BYTES = 2;

function requestOf(payload: Uint8Array): VpcdRequest {
  if (payload.length > 1) return { kind: 'command', command: payload };
  const code = payload[0] as number;
  return CONTROLS[code] ?? { kind: 'unknown', code };
}

const CONTROLS: Readonly<Record<number, VpcdRequest>> = {
  0: { kind: 'power-off' },
  1: { kind: 'power-on' },
  2: { kind: 'reset' },
  4: { kind: 'answer-to-reset' },
};

function lengthAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

/** What a socket gives is a Buffer, whose `slice` would keep all of it. */
function copied(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
