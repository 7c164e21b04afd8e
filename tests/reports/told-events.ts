/** A journey that begins and one that ends, without their numbers and how. */
export const ARRIVED = {
  kind: 'arrived',
  t: 0,
  workload: 'day',
  kiosk: 'in-001',
  municipality: '27203',
  resident: 1,
  owner: 'n',
  age: 30,
  type: 'resident-record',
} as const;

export const ENDED = { kind: 'ended', t: 9, kiosk: 'in-001', stage: 'take', reason: '' } as const;
