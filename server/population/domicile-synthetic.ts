import type { Domicile } from '../register/register.ts';
import { type District, Home, isCount } from './district-synthetic.ts';
import { someParcel, TOWNS } from './names-synthetic.ts';
import { sexOf, spread } from './population-synthetic.ts';

/**
 * Which family register a household of the synthetic population is in, and back again. Each has
 * one of its own. That of household h has the number 2h if the municipality where they live keeps
 * it, and 2h + 1 if another one does. Which other one: the place `stepsOf(h)` further on in the
 * list of places. As the steps follow from h alone, the one that keeps a register finds from its
 * number where the household lives, and no number is taken twice.
 *
 * Where there is no other place, a municipality keeps it that takes no part in the service.
 */
export function domicileOf(home: Home): Domicile {
  const { district, householdNo } = home;
  const { streams, code } = district;
  const elsewhere = isElsewhere(district, householdNo);
  const keeper = elsewhere ? keeperOf(district, householdNo) : district;
  const rng = streams.stream('domicile', `${code}/${householdNo}`);
  return {
    municipality: keeper.code,
    familyNo: 2 * householdNo + (elsewhere ? 1 : 0),
    place: `${keeper.name}${someParcel(rng, keeper.towns)}`,
    headName: home.nameOf(familyHeadOf(home)),
  };
}

/** The household that a family register of this municipality is about, if it keeps that one. */
export function homeOf(keeper: District, familyNo: number): Home | undefined {
  if (!isCount(familyNo)) return undefined;
  const householdNo = Math.floor(familyNo / 2);
  const elsewhere = familyNo % 2 === 1;
  const { all, index } = keeper;
  if (elsewhere && all.length === 1) return undefined;
  const back = elsewhere ? all.length - stepsOf(householdNo, all.length) : 0;
  const district = all[(index + back) % all.length]!;
  if (householdNo >= district.households) return undefined;
  if (isElsewhere(district, householdNo) !== elsewhere) return undefined;
  return new Home(district, householdNo);
}

/**
 * 筆頭者 of the family of a household: the one of the couple whose surname both bear. In 2015 that
 * was the husband in 96.0 % of the marriages (厚生労働省 平成28年度人口動態統計特殊報告).
 */
export function familyHeadOf({ householdNo, headNo, size }: Home): number {
  if (size === 1) return headNo;
  const bearer = spread(householdNo, SURNAME_ROOT) < 0.96 ? 'male' : 'female';
  return sexOf(headNo) === bearer ? headNo : headNo + 1;
}

function isElsewhere({ domicileElsewhereShare }: District, householdNo: number): boolean {
  return spread(householdNo, ELSEWHERE_ROOT) < domicileElsewhereShare;
}

function keeperOf({ all, index }: District, householdNo: number) {
  if (all.length === 1) return NOT_TAKING_PART;
  return all[(index + stepsOf(householdNo, all.length)) % all.length]!;
}

/** 1 … `places` − 1. */
function stepsOf(householdNo: number, places: number): number {
  return 1 + Math.floor(spread(householdNo, KEEPER_ROOT) * (places - 1));
}

/** Nobody's code: those of the prefectures end at 47. */
const NOT_TAKING_PART = { code: '48301', name: '青葉県青葉町', towns: TOWNS };

/** What spreads each trait over the households. */
const SURNAME_ROOT = Math.sqrt(19);
const ELSEWHERE_ROOT = Math.sqrt(23);
const KEEPER_ROOT = Math.sqrt(29);
