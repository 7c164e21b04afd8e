import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';

/** What logs call certificates, folded; the names of the contract themselves besides. */
const CERTIFICATE_WORDS: Readonly<Record<CertificateType, readonly string[]>> = {
  'resident-record': [
    '住民票',
    '住民票の写し',
    '住民票写し',
    '住民票写',
    'juminhyo',
    'residentrecord',
    'residencecertificate',
    'certificateofresidence',
  ],
  'resident-record-items': [
    '住民票記載事項証明書',
    '住民票記載事項証明',
    '記載事項証明書',
    '記載事項証明',
  ],
  'seal-registration': [
    '印鑑登録証明書',
    '印鑑登録証明',
    '印鑑証明書',
    '印鑑証明',
    '印鑑',
    'inkan',
    'sealcertificate',
    'sealregistrationcertificate',
  ],
  tax: [
    '税',
    '税証明',
    '税証明書',
    '課税証明書',
    '課税証明',
    '非課税証明書',
    '所得証明書',
    '所得証明',
    '所得課税証明書',
    '課税非課税証明書',
    '各種税証明書',
    'taxcertificate',
  ],
  'family-register-full': [
    '戸籍全部事項証明書',
    '戸籍全部事項',
    '戸籍謄本',
    '全部事項証明書',
    '戸籍',
  ],
  'family-register-individual': [
    '戸籍個人事項証明書',
    '戸籍個人事項',
    '戸籍抄本',
    '個人事項証明書',
  ],
  'family-register-addresses': ['戸籍の附票の写し', '戸籍の附票', '戸籍附票', '附票', '附票の写し'],
};

const PLACE_WORDS: Readonly<Record<string, readonly string[]>> = {
  city: ['city', 'own', 'inside', '市内', '区内', '町内', '村内', '自市', '市区町村内', '管内'],
  prefecture: ['prefecture', '県内', '府内', '都内', '道内', '都道府県内', '県内他市'],
  elsewhere: [
    'elsewhere',
    'other',
    'outside',
    '県外',
    '府外',
    '都外',
    '道外',
    '都道府県外',
    'その他',
  ],
};

/** Texts that are one to a reader: width, case, spaces, brackets and hyphens do not matter. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-‐－・･/()[\]「」、,.]/g, '');
}

/** What the log calls things, and what they are. */
export type Mapping = ReadonlyMap<string, string>;

/** Finds certificates by what a log calls them; `own` are the names that the user has given. */
export class CertificateNames {
  readonly #types: ReadonlyMap<string, CertificateType>;

  constructor(own: ReadonlyMap<string, CertificateType> = new Map()) {
    const types = new Map<string, CertificateType>();
    for (const type of CERTIFICATE_TYPES) {
      for (const word of [type, ...CERTIFICATE_WORDS[type]]) types.set(folded(word), type);
    }
    for (const [word, type] of own) types.set(folded(word), type);
    this.#types = types;
  }

  of(text: string): CertificateType | undefined {
    return this.#types.get(folded(text));
  }
}

/** Finds places as demands call them, by what a log calls them. */
export class PlaceNames {
  readonly #places: ReadonlyMap<string, string>;

  constructor(own: Mapping = new Map()) {
    const places = new Map<string, string>();
    for (const [place, words] of Object.entries(PLACE_WORDS)) {
      for (const word of words) places.set(folded(word), place);
    }
    for (const [word, place] of own) places.set(folded(word), place);
    this.#places = places;
  }

  of(text: string): string | undefined {
    const known = this.#places.get(folded(text));
    return known ?? (PLACE.test(text) ? text : undefined);
  }
}

const PLACE = /^[a-z][a-z0-9-]{0,31}$/;
