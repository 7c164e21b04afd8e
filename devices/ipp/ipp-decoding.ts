import { IppCursor, Malformed } from './ipp-cursor.ts';
import {
  COLLECTION,
  END_OF_ATTRIBUTES,
  type IppAttribute,
  type IppDateTime,
  type IppGroup,
  type IppMessage,
  type IppText,
  type IppValue,
  OUT_OF_BAND,
  TEXTUAL,
  VALUE,
} from './ipp-message.ts';

/** What a decoder made of bytes. */
export type DecodedIpp = { readonly kind: 'message'; readonly message: IppMessage } | MalformedIpp;

/** Bytes that are no IPP message. */
export interface MalformedIpp {
  readonly kind: 'malformed';
  /** What is wrong, in a few words. */
  readonly what: string;
  /** Offset of the byte at which it is wrong. */
  readonly at: number;
  /** The first 8 bytes, if there are so many: enough to answer. */
  readonly header: IppHeader | undefined;
}

export type IppHeader = Pick<IppMessage, 'version' | 'code' | 'requestId'>;

/** Of what is decoded there is no more than this. */
export interface IppLimits {
  /** Bytes before the document. */
  readonly maxAttributeBytes: number;
  /** Values in all groups and collections together. */
  readonly maxValues: number;
  /** Collections inside of each other. */
  readonly maxNesting: number;
}

/** Five times what the largest printer known answers to Get-Printer-Attributes. */
const GENEROUS: IppLimits = { maxAttributeBytes: 1 << 20, maxValues: 20_000, maxNesting: 8 };

/**
 * Reads a message. Strict: whatever is accepted is written back by `encodeIpp` byte for byte. Never
 * throws; what is malformed or beyond the limits is a value that says what and where.
 */
export function decodeIpp(bytes: Uint8Array, limits: IppLimits = GENEROUS): DecodedIpp {
  const cursor = new IppCursor(bytes, limits.maxAttributeBytes);
  let header: IppHeader | undefined;
  try {
    header = {
      version: { major: cursor.uint8(), minor: cursor.uint8() },
      code: cursor.uint16(),
      requestId: cursor.int32(),
    };
    const groups = new Groups(cursor, limits).read();
    return { kind: 'message', message: { ...header, groups, data: cursor.rest() } };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { kind: 'malformed', what: error.message, at: error.at, header };
  }
}

class Groups {
  readonly #cursor: IppCursor;
  readonly #limits: IppLimits;
  #values = 0;

  constructor(cursor: IppCursor, limits: IppLimits) {
    this.#cursor = cursor;
    this.#limits = limits;
  }

  read(): readonly IppGroup[] {
    const groups: { tag: number; attributes: { name: string; values: IppValue[] }[] }[] = [];
    for (;;) {
      const at = this.#cursor.at;
      const tag = this.#cursor.uint8();
      if (tag === END_OF_ATTRIBUTES) return groups;
      if (tag === 0) throw new Malformed('group tag 0x00 is reserved', at);
      const group = groups.at(-1);
      if (tag < 0x10) {
        groups.push({ tag, attributes: [] });
      } else if (group === undefined) {
        throw new Malformed('a value before the first group', at);
      } else {
        const name = this.#cursor.text();
        const value = this.#value(tag, at, 0);
        if (name !== '') group.attributes.push({ name, values: [value] });
        else this.#further(group.attributes.at(-1), at).push(value);
      }
    }
  }

  #further(attribute: { values: IppValue[] } | undefined, at: number): IppValue[] {
    if (attribute === undefined) throw new Malformed('a further value without a first one', at);
    return attribute.values;
  }

  /** The value behind a tag and a name. */
  #value(code: number, at: number, nesting: number): IppValue {
    this.#values += 1;
    if (this.#values > this.#limits.maxValues) throw new Malformed('too many values', at);
    const length = this.#cursor.length();
    if (code === VALUE.collection) {
      if (length > 0) throw new Malformed('a collection that begins with a value', at);
      return { tag: 'collection', value: this.#members(at, nesting + 1) };
    }
    if (code === COLLECTION.end || code === COLLECTION.memberName) {
      throw new Malformed('a part of a collection outside of one', at);
    }
    const end = this.#cursor.at + length;
    const value = contentOf(this.#cursor, code, length);
    if (this.#cursor.at !== end) {
      throw new Malformed(`a ${value.tag} of ${length} bytes`, at);
    }
    return value;
  }

  #members(begin: number, nesting: number): readonly IppAttribute[] {
    if (nesting > this.#limits.maxNesting) throw new Malformed('nested too deeply', begin);
    const members: { name: string; values: IppValue[] }[] = [];
    for (;;) {
      const at = this.#cursor.at;
      const tag = this.#cursor.uint8();
      if (tag < 0x10) throw new Malformed('a collection that does not end', at);
      this.#nothing('a name where a collection has none', at);
      if (tag === COLLECTION.end || tag === COLLECTION.memberName) this.#checkLast(members, at);
      if (tag === COLLECTION.end) {
        this.#nothing('a value at the end of a collection', at);
        return members;
      }
      if (tag === COLLECTION.memberName) {
        const name = this.#cursor.text();
        if (name === '') throw new Malformed('a member of a collection without a name', at);
        members.push({ name, values: [] });
      } else {
        const values = this.#further(members.at(-1), at);
        values.push(this.#value(tag, at, nesting));
      }
    }
  }

  /** A length of 0 where RFC 8010 §3.1.6 has nothing to say. */
  #nothing(otherwise: string, at: number): void {
    if (this.#cursor.length() > 0) throw new Malformed(otherwise, at);
  }

  #checkLast(members: readonly IppAttribute[], at: number): void {
    if (members.at(-1)?.values.length === 0) {
      throw new Malformed('a member of a collection without a value', at);
    }
  }
}

const OUT_OF_BAND_TAGS = tagsByCode(OUT_OF_BAND);
const TEXTUAL_TAGS = tagsByCode(TEXTUAL);

function tagsByCode<T extends string>(codes: Readonly<Record<T, number>>): ReadonlyMap<number, T> {
  return new Map(Object.entries(codes).map(([tag, code]) => [code as number, tag as T]));
}

/** Reads what the syntax of the tag asks for; the caller compares it with the length. */
function contentOf(cursor: IppCursor, code: number, length: number): IppValue {
  const outOfBand = OUT_OF_BAND_TAGS.get(code);
  if (outOfBand !== undefined) return { tag: outOfBand };
  const textual = TEXTUAL_TAGS.get(code);
  if (textual !== undefined) return { tag: textual, value: cursor.characters(length) };
  switch (code) {
    case VALUE.integer:
      return { tag: 'integer', value: cursor.int32() };
    case VALUE.enum:
      return { tag: 'enum', value: cursor.int32() };
    case VALUE.boolean:
      return { tag: 'boolean', value: cursor.within('a boolean', 0, 1) === 1 };
    case VALUE.octetString:
      return { tag: 'octetString', value: cursor.raw(length) };
    case VALUE.dateTime:
      return { tag: 'dateTime', value: dateTime(cursor) };
    case VALUE.resolution: {
      const [crossFeed, feed] = [cursor.int32(), cursor.int32()];
      const unit = cursor.within('a unit of resolution', 3, 4) === 3 ? 'dpi' : 'dpcm';
      return { tag: 'resolution', value: { crossFeed, feed, unit } };
    }
    case VALUE.rangeOfInteger:
      return { tag: 'rangeOfInteger', value: { lower: cursor.int32(), upper: cursor.int32() } };
    case VALUE.textWithLanguage:
      return { tag: 'textWithLanguage', value: languageText(cursor) };
    case VALUE.nameWithLanguage:
      return { tag: 'nameWithLanguage', value: languageText(cursor) };
    default:
      return { tag: 'other', code, value: cursor.raw(length) };
  }
}

function languageText(cursor: IppCursor): IppText {
  return { language: cursor.text(), text: cursor.text() };
}

/** RFC 2579, DateAndTime. */
function dateTime(cursor: IppCursor): IppDateTime {
  return {
    year: cursor.uint16(),
    month: cursor.within('a month', 1, 12),
    day: cursor.within('a day', 1, 31),
    hour: cursor.within('an hour', 0, 23),
    minute: cursor.within('a minute', 0, 59),
    second: cursor.within('a second', 0, 60),
    deciSecond: cursor.within('a tenth of a second', 0, 9),
    utcSign: cursor.sign(),
    utcHours: cursor.within('an hour from UTC', 0, 14),
    utcMinutes: cursor.within('a minute from UTC', 0, 59),
  };
}
