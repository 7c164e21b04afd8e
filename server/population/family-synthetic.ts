import { civilDate, DAY_MS, instantOf } from '../../sim/civil-time.ts';
import type { Rng } from '../../sim/rng.ts';
import { japaneseDate } from '../document/japanese-date.ts';
import type { Family, FamilyEntry, FamilyMember, Resident } from '../register/register.ts';
import type { Home } from './district-synthetic.ts';
import { familyHeadOf } from './domicile-synthetic.ts';
import {
  someAddress,
  someFamilyName,
  someGivenName,
  someLargeCity,
  someParcel,
  TOWNS,
} from './names-synthetic.ts';
import { relationshipOf } from './population-synthetic.ts';

/**
 * The family register (戸籍) of a household of the synthetic population: 筆頭者, spouse and their
 * children, all of whom are unmarried as they live here; or one person alone. The texts of its
 * entries read like those of a computerised register, an item 【…】 on each line. All dates,
 * parents and former addresses are inference; nobody is divorced, widowed or adopted.
 */
export function familyOf(home: Home, residents: readonly Resident[]): Family {
  const headNo = familyHeadOf(home);
  const children = residents.filter(({ no }) => relationshipOf(no) === 'child');
  const couple = residents
    .filter((resident) => !children.includes(resident))
    .map((resident) => adultOf(home, resident, resident.no === headNo))
    .sort((one, other) => Number(other.isHead) - Number(one.isHead));
  const past = pastOf(home, couple, children);
  const { domicile } = residents[0]!;
  return {
    no: domicile.familyNo,
    domicile,
    madeOn: past.madeOn,
    members: [
      ...couple.map((adult) => adultMember(past, adult, couple)),
      ...children.map((child) => childMember(past, child, couple, children)),
    ],
    inProgress: 'nothing',
    version: 1,
  };
}

/** Somebody of the couple, and where this person came from. */
interface Adult {
  readonly resident: Resident;
  readonly isHead: boolean;
  /** Surname before the wedding. */
  readonly surname: string;
  readonly fatherName: string;
  readonly motherName: string;
  readonly parentage: string;
  readonly birthplace: string;
  /** 本籍 of the parents. */
  readonly parentsPlace: string;
}

function adultOf({ district, familyName }: Home, resident: Resident, isHead: boolean): Adult {
  const rng = district.streams.stream('parents', `${district.code}/${resident.no}`);
  let surname = familyName;
  while (!isHead && surname === familyName) surname = someFamilyName(rng);
  const order = rng.uniform();
  const birthplace = someLargeCity(rng, district.name);
  return {
    resident,
    isHead,
    surname,
    fatherName: `${surname} ${someGivenName(rng, 'male')}`,
    motherName: `${surname} ${someGivenName(rng, 'female')}`,
    parentage: parentage(resident, order < 0.5 ? 0 : order < 0.85 ? 1 : 2),
    birthplace,
    parentsPlace: `${birthplace}${someParcel(rng, TOWNS)}`,
  };
}

/** What the members have in common. */
interface Past {
  readonly home: Home;
  readonly rng: Rng;
  readonly marriedOn: string;
  readonly madeOn: string;
  /** Where the household lived before it moved in. */
  readonly formerCity: string;
  readonly formerAddress: string;
}

function pastOf(home: Home, couple: readonly Adult[], children: readonly Resident[]): Past {
  const { streams, code, name, asOf } = home.district;
  const rng = streams.stream('family', `${code}/${home.householdNo}`);
  const births = couple.map(({ resident }) => resident.birthDate);
  const marriedOn = weddingDay(rng, births.reduce(later), children[0]?.birthDate, asOf);
  const formerCity = someLargeCity(rng, name);
  const formerAddress = `${formerCity}${someAddress(rng, TOWNS)}`;
  // Registers from before the law of 1948 were made anew then (昭和32年法務省令第27号).
  const madeOn = later(marriedOn, '1958-04-01');
  return { home, rng, marriedOn, madeOn, formerCity, formerAddress };
}

/**
 * The day on which two people married, or one left the register of the parents: mostly not long
 * before the birth of the eldest child, or else in one's twenties.
 */
function weddingDay(
  rng: Rng,
  birthOfYounger: string,
  birthOfEldestChild: string | undefined,
  asOf: string,
): string {
  const youngerMs = midnightMs(birthOfYounger);
  const skewed = rng.uniform() ** 2;
  if (birthOfEldestChild === undefined) {
    const fromMs = youngerMs + 20 * YEAR_MS;
    const toMs = Math.min(youngerMs + 40 * YEAR_MS, midnightMs(asOf) - DAY_MS);
    return civilDate(fromMs + skewed * (toMs - fromMs));
  }
  const latestMs = midnightMs(birthOfEldestChild) - 300 * DAY_MS;
  const earliestMs = Math.min(latestMs, youngerMs + 20 * YEAR_MS);
  return civilDate(latestMs - skewed * (latestMs - earliestMs));
}

function adultMember(past: Past, adult: Adult, couple: readonly Adult[]): FamilyMember {
  const { resident, fatherName, motherName, parentsPlace } = adult;
  const partner = couple.find((other) => other !== adult);
  const entries = [birthEntry(past, resident, adult.birthplace)];
  if (partner !== undefined) {
    const text = items({
      婚姻日: japaneseDate(past.marriedOn),
      配偶者氏名: `${partner.surname}${givenNameOf(partner.resident)}`,
      従前戸籍: `${parentsPlace}　${fatherName.replace(' ', '')}`,
    });
    entries.push({ kind: 'marriage', date: past.marriedOn, text });
  }
  const spouse = resident.sex === 'female' ? '妻' : '夫';
  return {
    ...personOf(past, resident),
    role: partner === undefined ? '筆頭者' : spouse,
    fatherName,
    motherName,
    parentage: adult.parentage,
    entries,
  };
}

function childMember(
  past: Past,
  child: Resident,
  couple: readonly Adult[],
  children: readonly Resident[],
): FamilyMember {
  const { formerCity, home } = past;
  const nameOf = (sex: string) =>
    couple.find(({ resident }) => resident.sex === sex)!.resident.name;
  const brethren = children.filter(({ sex }) => sex === child.sex);
  const rank = parentage(child, brethren.indexOf(child));
  const birthplace = child.birthDate < home.movedIn ? formerCity : home.district.name;
  return {
    ...personOf(past, child),
    role: rank,
    fatherName: nameOf('male'),
    motherName: nameOf('female'),
    parentage: rank,
    entries: [birthEntry(past, child, birthplace)],
  };
}

function personOf({ home, madeOn, formerAddress }: Past, resident: Resident) {
  const { no, nonce, birthDate, sex, address, residentSince } = resident;
  const { code, name } = home.district;
  const current = { since: residentSince, address: `${name}${address}` };
  const listedFrom = later(madeOn, birthDate);
  const former = { since: listedFrom, address: formerAddress };
  return {
    resident: { municipality: code, no },
    nonce,
    givenName: givenNameOf(resident),
    birthDate,
    sex,
    addresses: listedFrom < residentSince ? [former, current] : [current],
  };
}

/** A birth is notified within 14 days (戸籍法 49条), by the father more often than not. */
function birthEntry({ home, rng }: Past, { birthDate }: Resident, birthplace: string): FamilyEntry {
  const notifiedOn = civilDate(midnightMs(birthDate) + Math.floor(rng.uniform() * 14) * DAY_MS);
  const { asOf } = home.district;
  const text = items({
    出生日: japaneseDate(birthDate),
    出生地: birthplace,
    届出日: japaneseDate(notifiedOn < asOf ? notifiedOn : asOf),
    届出人: rng.uniform() < 0.8 ? '父' : '母',
  });
  return { kind: 'birth', date: birthDate, text };
}

function items(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([item, value]) => `【${item}】${value}`)
    .join('\n');
}

/** 父母との続柄 of the child that is the n-th of its sex, counted from 0: 長男, 二女 … */
function parentage({ sex }: Resident, index: number): string {
  return `${ORDINALS[index]}${sex === 'female' ? '女' : '男'}`;
}

const ORDINALS = ['長', '二', '三'];

function givenNameOf({ name }: Resident): string {
  return name.slice(name.indexOf(' ') + 1);
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function midnightMs(date: string): number {
  const [year, month, day] = date.split('-').map(Number);
  return instantOf(year!, month!, day!)!;
}

const YEAR_MS = 365.25 * DAY_MS;
