/** A command APDU taken apart. Its data stay where they are: `dataLength` bytes from `dataAt`. */
export interface CardCommand {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly dataAt: number;
  /** Nc: bytes of command data. */
  readonly dataLength: number;
  /** Ne: the most bytes expected in answer; 0 if none are. */
  readonly expected: number;
}

/**
 * Reads a command in short or extended form, cases 1 to 4 (ISO/IEC 7816-3 §12.1). Undefined if the
 * lengths in it do not add up to its own.
 */
export function parseCommand(bytes: Uint8Array): CardCommand | undefined {
  const size = bytes.length;
  if (size < 4) return undefined;
  if (size === 4) return command(bytes, 4, 0, 0);
  const first = bytes[4] as number;
  if (size === 5) return command(bytes, 5, 0, first === 0 ? 256 : first);
  if (first === 0) return extended(bytes);
  if (size === 5 + first) return command(bytes, 5, first, 0);
  if (size !== 6 + first) return undefined;
  const last = bytes[size - 1] as number;
  return command(bytes, 5, first, last === 0 ? 256 : last);
}

function extended(bytes: Uint8Array): CardCommand | undefined {
  const size = bytes.length;
  if (size < 7) return undefined;
  const first = lengthAt(bytes, 5);
  if (size === 7) return command(bytes, 7, 0, first === 0 ? 65_536 : first);
  if (first === 0) return undefined;
  if (size === 7 + first) return command(bytes, 7, first, 0);
  if (size !== 9 + first) return undefined;
  const last = lengthAt(bytes, size - 2);
  return command(bytes, 7, first, last === 0 ? 65_536 : last);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function command(
  bytes: Uint8Array,
  dataAt: number,
  dataLength: number,
  expected: number,
): CardCommand {
  return {
    cla: bytes[0] as number,
    ins: bytes[1] as number,
    p1: bytes[2] as number,
    p2: bytes[3] as number,
    dataAt,
    dataLength,
    expected,
  };
}
