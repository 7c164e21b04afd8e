import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { FitRefused } from './fit-refused.ts';

/** What reads a log as it comes: bytes, one a character. */
export interface ByteReader {
  push(bytes: string): void;
  finish(): void;
  /** Lines that have ended. */
  readonly line: number;
}

/** Who follows the reading of a file. */
export interface ReadingHooks {
  /** After each piece, with the share of the file that is read; what it answers is waited for. */
  readonly onPiece?: (share: number) => Promise<void> | void;
  readonly signal?: AbortSignal;
}

/** Whoever asked for a file to be read does not want it any more. */
export class ReadingInterrupted extends Error {
  override readonly name = 'ReadingInterrupted';
}

const PIECE_BYTES = 256 * 1024;
/** Of a first line that is longer than this nobody wants to know more. */
const HEAD_BYTES = 64 * 1024;

/**
 * Reads a file, gzip or not, and hands it on piece by piece: `begin` is told the first bytes.
 * Answers the SHA-256 of the file as it lies there. Throws FitRefused where it cannot be read.
 */
export async function readPieces(
  file: string,
  begin: (head: string) => ByteReader,
  { onPiece, signal }: ReadingHooks = {},
): Promise<{ readonly sha256: string }> {
  const { size, isGzip } = await looked(file);
  const source = createReadStream(file, { highWaterMark: PIECE_BYTES });
  const hash = createHash('sha256');
  source.on('data', (piece) => hash.update(piece));
  const stream = isGzip ? source.pipe(createGunzip({ chunkSize: PIECE_BYTES })) : source;
  source.on('error', (error) => stream.destroy(error));
  let head = '';
  let reader: ByteReader | undefined;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      const bytes = piece.toString('latin1');
      if (reader === undefined) {
        head += bytes;
        if (!head.includes('\n') && head.length < HEAD_BYTES) continue;
        reader = begin(head);
        reader.push(head);
      } else reader.push(bytes);
      await onPiece?.(size === 0 ? 1 : source.bytesRead / size);
      if (signal?.aborted === true) throw new ReadingInterrupted();
    }
  } catch (error) {
    throw refusal(file, error, reader?.line ?? 0);
  } finally {
    source.destroy();
    stream.destroy();
  }
  if (reader === undefined) {
    reader = begin(head);
    reader.push(head);
  }
  reader.finish();
  return { sha256: hash.digest('hex') };
}

async function looked(file: string): Promise<{ readonly size: number; readonly isGzip: boolean }> {
  try {
    const about = await stat(file);
    if (about.isDirectory()) throw new FitRefused(`${file} is a folder: name a file in it`);
    if (!about.isFile()) return { size: 0, isGzip: file.endsWith('.gz') };
    const opened = await open(file);
    try {
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(4), 0, 4, 0);
      const isGzip = bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
      refuseOtherArchives(file, buffer, isGzip);
      return { size: about.size, isGzip };
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw refusal(file, error, 0);
  }
}

function refuseOtherArchives(file: string, first: Buffer, isGzip: boolean): void {
  if (first.toString('latin1', 0, 4) === 'PK\x03\x04') {
    throw new FitRefused(`${file} is a ZIP archive or a workbook: save the sheet in it as CSV`);
  }
  if (file.endsWith('.gz') && !isGzip) {
    throw new FitRefused(`${file} is no gzip in spite of its name: rename it, or compress it anew`);
  }
}

function refusal(file: string, error: unknown, line: number): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new FitRefused(`${file}: there is no such file`);
  if (code === 'EACCES') return new FitRefused(`${file} may not be read: change its permissions`);
  if (code === 'Z_BUF_ERROR') {
    return new FitRefused(
      `${file} ends in the middle of its gzip data, after row ${line}: copy it anew; what is there ` +
        'of it can be had with gzip -dc',
    );
  }
  if (code.startsWith('Z_')) {
    return new FitRefused(`${file} is broken gzip after row ${line} (${message}): copy it anew`);
  }
  if (code.startsWith('E')) return new FitRefused(`${file} cannot be read: ${message}`);
  return error;
}

/** A file of bytes that gets its name when it is whole, and is not there before. */
export class PartFile {
  readonly path: string;
  readonly #part: string;
  #stream: ReturnType<typeof createWriteStream> | undefined;
  #pending: string[] = [];
  #broken: Error | undefined;

  constructor(path: string) {
    this.path = path;
    this.#part = `${path}.part`;
  }

  /** Bytes, one a character; they are written when they are awaited. */
  add(bytes: string): void {
    this.#pending.push(bytes);
  }

  async written(): Promise<void> {
    if (this.#pending.length === 0) return;
    this.#stream ??= this.#opened();
    const goesOn = this.#stream.write(Buffer.from(this.#pending.join(''), 'latin1'));
    this.#pending = [];
    if (!goesOn) await once(this.#stream, 'drain').catch(() => {});
    this.#refuseBroken();
  }

  async finish(): Promise<void> {
    await this.written();
    const stream = this.#stream ?? this.#opened();
    stream.end();
    if (!stream.closed) await once(stream, 'close').catch(() => {});
    this.#refuseBroken();
    renameSync(this.#part, this.path);
  }

  async discard(): Promise<void> {
    const stream = this.#stream;
    if (stream === undefined) return;
    stream.destroy();
    if (!stream.closed) await once(stream, 'close').catch(() => {});
    rmSync(this.#part, { force: true });
  }

  #opened(): ReturnType<typeof createWriteStream> {
    const stream = createWriteStream(this.#part);
    stream.on('error', (error) => {
      this.#broken = error;
    });
    return stream;
  }

  #refuseBroken(): void {
    if (this.#broken === undefined) return;
    throw new FitRefused(`${this.path} cannot be written: ${this.#broken.message}; name another`);
  }
}

/** Writes a text file whole or not at all: what stood there before stays until it is written. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, text);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    const { message } = error as Error;
    throw new FitRefused(`${file} cannot be written: ${message}; name another file`);
  }
}
