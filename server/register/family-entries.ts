import type { Process } from '../../sim/process.ts';
import { japaneseDate } from '../document/japanese-date.ts';
import type { ChangeSet } from './change-set.ts';
import type { Family, FamilyEntry, FamilyMember, Resident } from './register.ts';
import type { Subject } from './register-change-fields.ts';

/** The family register of a resident, if a municipality that is known keeps it. */
export function* familyOf(changes: ChangeSet, resident: Resident): Process<Family | undefined> {
  const { municipality, familyNo } = resident.domicile;
  return yield* changes.family(municipality, familyNo);
}

/** What a family register has about a resident. */
export function memberOf(family: Family, { municipality, resident }: Subject) {
  return family.members.find(
    (member) => member.resident.municipality === municipality && member.resident.no === resident,
  );
}

/** Changes what the family register of a resident has about them; nothing if it is not known. */
export function* changeMember(
  changes: ChangeSet,
  subject: Subject,
  resident: Resident,
  change: (member: FamilyMember) => FamilyMember,
): Process {
  const family = yield* familyOf(changes, resident);
  const member = family && memberOf(family, subject);
  if (family === undefined || member === undefined) return;
  const members = family.members.map((other) => (other === member ? change(other) : other));
  changes.putFamily(resident.domicile.municipality, { ...family, members });
}

/** 戸籍の附票: adds where somebody lives from a day on. */
export function addAddress(since: string, address: string) {
  return (member: FamilyMember): FamilyMember => ({
    ...member,
    addresses: [...member.addresses, { since, address }],
  });
}

/** 身分事項: adds an entry. */
export function addEntry(entry: FamilyEntry) {
  return (member: FamilyMember): FamilyMember => ({
    ...member,
    entries: [...member.entries, entry],
  });
}

/** An entry in the form of a computerised register: an item 【…】 on each line. */
export function familyEntry(
  kind: FamilyEntry['kind'],
  date: string,
  items: Readonly<Record<string, string>>,
): FamilyEntry {
  const lines = Object.entries(items).map(([item, value]) => `【${item}】${value}`);
  return { kind, date, text: lines.join('\n') };
}

/** Whether this person has left the register, by death or for another one. */
export function hasLeft({ entries }: FamilyMember): boolean {
  return entries.some(({ kind }) => kind === 'death' || kind === 'removal');
}

/** 死亡. */
export function deathEntry(on: string): FamilyEntry {
  return familyEntry('death', on, { 死亡日: japaneseDate(on), 届出日: japaneseDate(on) });
}
