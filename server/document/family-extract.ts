import type { Process } from '../../sim/process.ts';
import type { Applicant, Compiled } from '../certificate.ts';
import { granted, type Outcome } from '../problems.ts';
import { type OwnFamily, ownFamily } from '../register/family-lookup.ts';
import type { Family, FamilyEntry, FamilyMember } from '../register/register.ts';
import { PageFlow } from './page-flow.ts';

/** What a certificate says of a family register (戸籍): of all in it, or of some. */
export interface FamilyExtract extends Pick<Family, 'madeOn'> {
  readonly place: string;
  readonly headName: string;
  readonly members: readonly ExtractMember[];
}

/** All that a family register has about one person. */
export type ExtractMember = Omit<FamilyMember, 'resident' | 'nonce' | 'sex' | 'addresses'>;

/** Told of each person and entry in order, and where it begins. */
export interface ExtractVisitor {
  member(member: ExtractMember, page: number, line: number): void;
  entry(entry: FamilyEntry, page: number, line: number): void;
}

export const LINES_PER_PAGE = 25;
/** Lines of 戸籍事項, at the top of the first page. */
export const REGISTER_LINES = 3;
/** Lines of a person before the entries (身分事項). */
export const MEMBER_LINES = 6;
/** Lines of an entry. */
export const ENTRY_LINES = 4;

/** Looks up those in the owner's family register whom the certificate is about. */
export function* compileExtract(
  applicant: Applicant,
  membersOf: (own: OwnFamily) => readonly FamilyMember[],
): Process<Outcome<Compiled>> {
  const own = yield* ownFamily(applicant);
  if (!own.ok) return own;
  const { family } = own.value;
  const members = membersOf(own.value);
  return granted({
    pages: layOutExtract(members).page,
    registerVersion: family.version,
    body: () => extract(family, members),
  });
}

/** Lays persons and entries on pages; answers what the last page holds. */
export function layOutExtract(
  members: readonly ExtractMember[],
  visitor?: ExtractVisitor,
): PageFlow {
  const flow = new PageFlow(LINES_PER_PAGE);
  flow.put(REGISTER_LINES);
  for (const member of members) {
    // A person does not end a page without an entry.
    const line = flow.put(MEMBER_LINES, member.entries.length > 0 ? ENTRY_LINES : 0);
    visitor?.member(member, flow.page, line);
    for (const entry of member.entries) {
      const entryLine = flow.put(ENTRY_LINES);
      visitor?.entry(entry, flow.page, entryLine);
    }
  }
  return flow;
}

function extract(family: Family, members: readonly FamilyMember[]): FamilyExtract {
  const { place, headName } = family.domicile;
  return { place, headName, madeOn: family.madeOn, members: members.map(extractMember) };
}

function extractMember(member: FamilyMember): ExtractMember {
  const { givenName, birthDate, role, fatherName, motherName, parentage } = member;
  const entries = member.entries.map(({ kind, date, text }) => ({ kind, date, text }));
  return { givenName, birthDate, role, fatherName, motherName, parentage, entries };
}
