import assert from 'node:assert/strict';
import { faker } from '@faker-js/faker/locale/ja';
import type { Rng } from '../../sim/rng.ts';

/** 氏. */
export function someFamilyName(rng: Rng): string {
  return pick(rng, FAMILY_NAMES);
}

/** 名. */
export function someGivenName(rng: Rng, sex: 'female' | 'male'): string {
  return pick(rng, GIVEN_NAMES[sex]);
}

/** 住居表示 in one of these towns. */
export function someAddress(rng: Rng, towns: readonly string[]): string {
  return `${pick(rng, towns)}${upTo(rng, 6)}丁目${upTo(rng, 30)}番${upTo(rng, 20)}号`;
}

/** 地番 in one of these towns: a 本籍 is a piece of land. */
export function someParcel(rng: Rng, towns: readonly string[]): string {
  return `${pick(rng, towns)}${upTo(rng, 6)}丁目${upTo(rng, 400)}番地`;
}

/** One of the large cities where many were born and have lived before, but not `except`. */
export function someLargeCity(rng: Rng, except: string): string {
  return pick(
    rng,
    LARGE_CITIES.filter((city) => city !== except),
  );
}

/** Place names found in cities all over Japan. */
export const TOWNS = [
  '本町',
  '中央',
  '栄町',
  '緑町',
  '東町',
  '西町',
  '南町',
  '北町',
  '旭町',
  '幸町',
];

const LARGE_CITIES = [
  '札幌市中央区',
  '仙台市青葉区',
  '東京都新宿区',
  '横浜市中区',
  '名古屋市中区',
  '京都市中京区',
  '大阪市北区',
  '神戸市中央区',
  '広島市中区',
  '福岡市中央区',
];

const { person } = faker.definitions;
const FAMILY_NAMES = names(person.last_name?.generic);
const GIVEN_NAMES = {
  female: names(person.first_name?.female),
  male: names(person.first_name?.male),
};

function names(list: readonly string[] | undefined): readonly string[] {
  assert(list !== undefined && list.length > 0, 'the Japanese locale of faker lists names');
  return list;
}

function pick<T>(rng: Rng, values: readonly T[]): T {
  return values[Math.floor(rng.uniform() * values.length)] as T;
}

/** 1 … `most`. */
function upTo(rng: Rng, most: number): number {
  return 1 + Math.floor(rng.uniform() * most);
}
