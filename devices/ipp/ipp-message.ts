/** A request or a response of the Internet Printing Protocol (RFC 8010 §3.1). */
export interface IppMessage {
  readonly version: IppVersion;
  /** What a request asks for (an OPERATION) or how a response ends (a STATUS). */
  readonly code: number;
  /** From 1 on; a response repeats that of its request. */
  readonly requestId: number;
  /** In their order, which means something: of several job groups each is another job. */
  readonly groups: readonly IppGroup[];
  /** What follows the attributes: the document, as it was sent. */
  readonly data: Uint8Array;
}

export interface IppVersion {
  readonly major: number;
  readonly minor: number;
}

/** Attributes under one of the tags of GROUP. */
export interface IppGroup {
  readonly tag: number;
  readonly attributes: readonly IppAttribute[];
}

/** A named attribute with at least one value; the values may differ in syntax. */
export interface IppAttribute {
  readonly name: string;
  readonly values: readonly IppValue[];
}

/** Delimiter tags of attribute groups (RFC 8010 §3.5.1). */
export const GROUP = {
  operation: 0x01,
  job: 0x02,
  printer: 0x04,
  unsupported: 0x05,
  subscription: 0x06,
  eventNotification: 0x07,
  document: 0x09,
} as const;

/** The delimiter after the last group. */
export const END_OF_ATTRIBUTES = 0x03;

/** Value tags of values that are not there, and why (RFC 8010 §3.5.2, RFC 3380 §8). */
export const OUT_OF_BAND = {
  unsupported: 0x10,
  unknown: 0x12,
  noValue: 0x13,
  notSettable: 0x15,
  deleteAttribute: 0x16,
  adminDefine: 0x17,
} as const;

/** Value tags of values that are text (RFC 8010 §3.5.2). */
export const TEXTUAL = {
  textWithoutLanguage: 0x41,
  nameWithoutLanguage: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const;

/** The other value tags (RFC 8010 §3.5.2). */
export const VALUE = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  rangeOfInteger: 0x33,
  collection: 0x34,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
} as const;

/** Tags that only stand inside of a collection (RFC 8010 §3.1.6). */
export const COLLECTION = { end: 0x37, memberName: 0x4a } as const;

/** What a value holds, by its syntax (RFC 8011 §5.1). Numbers are signed, of 32 bits. */
export interface IppContents extends Readonly<Record<keyof typeof TEXTUAL, string>> {
  readonly integer: number;
  readonly enum: number;
  readonly boolean: boolean;
  readonly octetString: Uint8Array;
  readonly dateTime: IppDateTime;
  readonly resolution: IppResolution;
  readonly rangeOfInteger: IppRange;
  readonly collection: readonly IppAttribute[];
  readonly textWithLanguage: IppText;
  readonly nameWithLanguage: IppText;
}

export type IppSyntax = keyof IppContents;

export type IppValue =
  | { readonly [S in IppSyntax]: { readonly tag: S; readonly value: IppContents[S] } }[IppSyntax]
  | { readonly tag: keyof typeof OUT_OF_BAND }
  /** Of a tag that has no syntax here: its bytes as they are. */
  | { readonly tag: 'other'; readonly code: number; readonly value: Uint8Array };

/** A DateAndTime of RFC 2579: local time and how far it is from UTC. */
export interface IppDateTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 60 in a leap second. */
  readonly second: number;
  readonly deciSecond: number;
  readonly utcSign: '+' | '-';
  readonly utcHours: number;
  readonly utcMinutes: number;
}

export interface IppResolution {
  readonly crossFeed: number;
  readonly feed: number;
  readonly unit: 'dpi' | 'dpcm';
}

/** Both ends belong to it. */
export interface IppRange {
  readonly lower: number;
  readonly upper: number;
}

export interface IppText {
  /** e.g. ja */
  readonly language: string;
  readonly text: string;
}
