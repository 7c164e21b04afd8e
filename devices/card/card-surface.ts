import type { CardHolder } from './card-holder.ts';
import { dataObject, filled, hexBytes, joined, textBytes } from './card-tlv.ts';

/*
 * The files of the applications that say what is printed on a My Number card (券面事項確認AP,
 * 券面事項入力補助AP). Their layouts were read off real cards (soltia48/myna-card, jpki/myna);
 * what is in them is invented. Signatures and digests are zeros, the public key is nobody's and
 * pictures are one white pixel: nobody vouches for somebody who does not exist.
 */

const UNSIGNED = new Uint8Array(256);

/** A public key of 2048 bits: exponent 65537, and a modulus to which there is no private key. */
const PUBLIC_KEY = joined(
  dataObject(0x90, hexBytes('010001')),
  dataObject(0x91, filled(255, 0xaa), hexBytes('01')),
);

/** Names a key: seven digits, the length and digits of its group, and filler. */
const KEY_ID = joined(textBytes('9999999'), hexBytes('0805'), textBytes('001'), new Uint8Array(4));

/** A PNG of one white pixel in grey of one bit. */
const PICTURE = hexBytes(
  '89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef924' +
    '0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082',
);

/** The first two boxes of a JPEG 2000 file: a photograph of nobody. */
const PHOTOGRAPH = hexBytes('0000000c6a5020200d0a870a00000014667479706a703220000000006a703220');

/** EF 0004 of both applications: a card-verifiable certificate. */
export const CARD_VERIFIABLE_CERTIFICATE = dataObject(
  0x7f21,
  dataObject(0x5f4e, KEY_ID, KEY_ID, PUBLIC_KEY),
  dataObject(0x5f37, UNSIGNED),
);

/** Files that were found, and are nothing but filler. */
export const SIXTEEN_BLANKS = filled(16, 0xff);

/** 共通AP 0002 and 住基AP 0002: a record with the name of a key. */
export const KEY_RECORD = joined(hexBytes('0110'), KEY_ID);

/** 共通AP 0001, its only record: number of the card, municipality and last day. */
export function cardRecord({ cardNumber, municipality, expiryDate }: CardHolder): Uint8Array {
  return joined(hexBytes('011c'), textBytes(cardNumber + municipality + expiryDate));
}

/** 券面事項入力補助AP 0001: the individual number, and two bytes of filler. */
export function individualNumberFile({ individualNumber }: CardHolder): Uint8Array {
  return joined(dataObject(0xff10, textBytes(individualNumber)), filled(2, 0xff));
}

/** 券面事項入力補助AP 0002: name, address, date of birth and sex (基本4情報). */
export function attributesFile({ name, address, birthDate, sex }: CardHolder): Uint8Array {
  return withOffsets(0xff20, [
    [0xdf22, textBytes(name)],
    [0xdf23, textBytes(address)],
    [0xdf24, textBytes(birthDate)],
    [0xdf25, textBytes(sex)],
  ]);
}

/** 券面事項入力補助AP 0003: what the signature over the two files before would be. */
export const ATTRIBUTES_INTEGRITY = dataObject(
  0xff30,
  dataObject(0xdf31, new Uint8Array(32)),
  dataObject(0xdf32, new Uint8Array(32)),
  dataObject(0xdf33, UNSIGNED),
);

/** 券面事項入力補助AP 0005: about the application itself. */
export const INPUT_INFORMATION = dataObject(
  0xff40,
  dataObject(0xdf41, hexBytes('01030e01')),
  dataObject(0xdf42, KEY_ID),
  dataObject(0xdf43, filled(128, 0xff)),
);

/** 券面事項入力補助AP 0006: the key to which a key for a session would be sent. */
export const SESSION_PUBLIC_KEY = dataObject(0xa1, PUBLIC_KEY);

/** 券面事項入力補助AP 0007: the public half of a key of the application. */
export const INPUT_PUBLIC_KEY = dataObject(
  0xff50,
  dataObject(0xdf51, PUBLIC_KEY),
  dataObject(0xdf52, UNSIGNED),
);

/** 券面事項確認AP 0001: the date of birth, for whoever is asked only for their age. */
export function ageFile({ birthDate }: CardHolder): Uint8Array {
  return dataObject(
    0xff10,
    dataObject(0xdf11, textBytes(birthDate)),
    dataObject(0xdf12, PUBLIC_KEY),
    dataObject(0xdf13, UNSIGNED),
  );
}

/** 券面事項確認AP 0002: the face of the card. */
export function faceFile({ birthDate, sex, expiryDate }: CardHolder): Uint8Array {
  return withOffsets(0xff20, [
    [0xdf22, textBytes(birthDate)],
    [0xdf23, textBytes(sex)],
    [0xdf24, PUBLIC_KEY],
    [0xdf25, PICTURE],
    [0xdf26, PICTURE],
    [0xdf27, PHOTOGRAPH],
    [0xdf28, UNSIGNED],
    [0xdf29, textBytes(expiryDate)],
    [0xdf2a, PICTURE],
  ]);
}

/** 券面事項確認AP 0003: about the application itself. */
export function faceInformation({ municipality }: CardHolder): Uint8Array {
  return dataObject(
    0xff30,
    dataObject(0xdf31, hexBytes('06030e01')),
    dataObject(0xdf32, KEY_ID),
    dataObject(0xdf33, hexBytes('01')),
    dataObject(0xdf34, textBytes(municipality)),
    dataObject(0xdf35, KEY_ID, UNSIGNED),
  );
}

/** 券面事項確認AP 0005: the individual number as it is printed. */
export const INDIVIDUAL_NUMBER_PICTURE = dataObject(
  0xff40,
  dataObject(0xdf41, PICTURE),
  dataObject(0xdf42, PUBLIC_KEY),
  dataObject(0xdf43, UNSIGNED),
);

/** A file whose first object, DF21, says where in the file each of the others begins. */
function withOffsets(tag: number, fields: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const objects = fields.map(([field, value]) => dataObject(field, value));
  const table = new Uint8Array(2 * objects.length);
  const whole = dataObject(tag, dataObject(0xdf21, table), ...objects);
  let at = whole.length;
  for (let nth = objects.length - 1; nth >= 0; nth--) {
    at -= (objects[nth] as Uint8Array).length;
    table.set([at >> 8, at & 0xff], 2 * nth);
  }
  return dataObject(tag, dataObject(0xdf21, table), ...objects);
}
