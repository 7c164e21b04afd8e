import type { Relationship, Resident } from '../register/register.ts';

/** 性別. */
export const SEX_WORDS = {
  female: '女',
  male: '男',
} as const satisfies Record<Resident['sex'], string>;

/** 続柄 as a 住民票 has it; of parents it names which. */
export function relationshipWord(relationship: Relationship, sex: Resident['sex']): string {
  switch (relationship) {
    case 'head':
      return '世帯主';
    case 'wife':
      return '妻';
    case 'husband':
      return '夫';
    case 'child':
      return '子';
    case 'parent':
      return sex === 'female' ? '母' : '父';
    case 'other':
      return '縁故者';
  }
}

/** Names are set with a full-width space, as the registers write them. */
export function spaced(name: string): string {
  return name.replace(' ', '　');
}
