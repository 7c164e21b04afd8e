import { expect, test } from 'vitest';
import { PIN, PRIVACY_MS, RESIDENT, SmallPanel } from './small-panel.ts';

const PURSE = { takingsYen: 200, sheetsPrinted: 1 };

test('a person takes the place of the citizen, from the first touch to the paper', () => {
  const kiosk = new SmallPanel();
  expect(kiosk.view).toMatchObject({ screen: 'idle', offers: [] });
  kiosk.toPay();
  expect(kiosk.view).toMatchObject({ screen: 'pay', feeYen: 200 });
  expect(kiosk.view.prompts.at(-1)?.screen.en).toBe('Insert 200 yen.');
  expect(kiosk.act('insert', { yen: 100 })).toBe('done');
  expect(kiosk.view).toMatchObject({ screen: 'pay', insertedYen: 100 });
  kiosk.act('insert', { yen: 500 });
  kiosk.wait(30_000);
  expect(kiosk.view).toMatchObject({ screen: 'take', givenBackYen: 400 });
  expect(kiosk.act('take')).toBe('done');
  expect(kiosk.ends).toEqual(['completed take']);
  expect(kiosk.view.journey).toMatchObject({ paidYen: 200, refundedYen: 0, isUnderWay: false });
  expect(kiosk.view.devices.takingsYen).toBe(PURSE.takingsYen);
  expect(kiosk.view.devices.sheetsInTray).toBe(0);
  kiosk.act('finish');
  expect(kiosk.view).toMatchObject({ screen: 'idle', offers: [], digits: 0 });
});

test('what is typed is told to nobody but the card', () => {
  const kiosk = new SmallPanel();
  kiosk.toPin();
  for (const digit of PIN) kiosk.act('digit', { digit });
  expect(kiosk.view.digits).toBe(4);
  const { journal, journey, ...shown } = kiosk.view;
  expect(JSON.stringify(shown)).not.toContain(PIN);
  expect(kiosk.act('digit', { digit: '9' })).toBe('done');
  expect(kiosk.view.digits).toBe(4);
  kiosk.act('erase');
  expect(kiosk.view.digits).toBe(3);
  kiosk.act('enter');
  expect(kiosk.view.screen, 'three digits are no PIN').toBe('pin');
});

test('a wrong PIN is said aloud, with the tries that are left; three of them lock', () => {
  const kiosk = new SmallPanel();
  kiosk.toPin();
  const wrong = PIN === '0000' ? '0001' : '0000';
  kiosk.typePin(wrong);
  expect(kiosk.view).toMatchObject({ screen: 'pin', triesLeft: 2, digits: 0 });
  expect(kiosk.view.prompts.at(-1)).toMatchObject({ name: 'pin-wrong', urgent: true });
  kiosk.typePin(wrong);
  kiosk.typePin(wrong);
  expect(kiosk.ends).toEqual(['refused pin pin-locked']);
  expect(kiosk.view.journey).toMatchObject({ paidYen: 0 });
});

test('whoever walks away leaves nothing on the screen, and the money comes back', () => {
  const kiosk = new SmallPanel();
  kiosk.toPay();
  kiosk.act('insert', { yen: 100 });
  kiosk.wait(PRIVACY_MS - 17_000);
  expect(kiosk.view.clearsInMs).toBeUndefined();
  kiosk.wait(5_000);
  expect(kiosk.view.clearsInMs).toBeLessThan(15_000);
  expect(kiosk.view.prompts.at(-1)?.name).toBe('still-there');
  expect(kiosk.act('touch')).toBe('done');
  expect(kiosk.view.clearsInMs).toBeUndefined();
  expect(kiosk.view.prompts.at(-1)?.name, 'it asks for the fee again').toBe('insert-fee');
  kiosk.wait(PRIVACY_MS + 1_000);
  expect(kiosk.ends).toEqual(['abandoned pay privacy time-out']);
  expect(kiosk.view).toMatchObject({
    screen: 'idle',
    offers: [],
    insertedYen: 0,
    givenBackYen: 100,
  });
  expect(kiosk.view.devices).toMatchObject({ card: false, takingsYen: 0 });
  const cleared = kiosk.events.filter(({ kind }) => kind === 'cleared');
  expect(cleared).toEqual([
    expect.objectContaining({ cards: 0, jobs: 0, sheets: 0, yen: 0, memory: [] }),
  ]);
});

test('paper that nobody takes is called after and taken in, before the next person comes', () => {
  const kiosk = new SmallPanel();
  kiosk.toPay();
  kiosk.act('tap');
  kiosk.wait(30_000 + PRIVACY_MS);
  kiosk.wait(6_000);
  expect(kiosk.view.prompts.at(-1)?.name).toBe('paper-left');
  kiosk.wait(40_000);
  expect(kiosk.events).toContainEqual(
    expect.objectContaining({ kind: 'left-behind', fate: 'retained' }),
  );
  expect(kiosk.view.devices.sheetsInTray).toBe(0);
});

test('at each screen the person can go: the journey ends, and the card comes back', () => {
  const steps: [string, (kiosk: SmallPanel) => void][] = [
    ['menu', (kiosk) => kiosk.act('start')],
    ['card-set', (kiosk) => kiosk.act('agree')],
    ['municipality', (kiosk) => kiosk.act('insert-card', { resident: RESIDENT })],
    ['pin', (kiosk) => kiosk.act('municipality', { municipality: '27203' })],
    ['select', (kiosk) => kiosk.typePin()],
    ['options', (kiosk) => kiosk.act('select', { type: 'resident-record' })],
    ['confirm', (kiosk) => kiosk.act('options', { options: {} })],
  ];
  for (const [index, [screen]] of steps.entries()) {
    const kiosk = new SmallPanel();
    for (const [, step] of steps.slice(0, index + 1)) {
      step(kiosk);
      kiosk.wait(5_000);
    }
    expect(kiosk.view.screen).toBe(screen);
    expect(kiosk.act('cancel')).toBe('done');
    expect(kiosk.ends).toEqual([`abandoned ${screen} citizen cancelled`]);
    expect(kiosk.view.devices.card).toBe(false);
    expect(kiosk.view.offers).toEqual([]);
  }
});

test('at the pay screen whoever cancels has the coins back', () => {
  const kiosk = new SmallPanel();
  kiosk.toPay();
  kiosk.act('insert', { yen: 50 });
  kiosk.act('cancel');
  expect(kiosk.ends).toEqual(['failed pay payment canceled']);
  expect(kiosk.view).toMatchObject({ givenBackYen: 50, insertedYen: 0 });
  expect(kiosk.view.journey).toMatchObject({ paidYen: 0 });
});

test('a choice can be taken back', () => {
  const kiosk = new SmallPanel();
  kiosk.toPin();
  kiosk.typePin();
  kiosk.wait(5_000);
  kiosk.act('select', { type: 'seal-registration' });
  kiosk.act('back');
  expect(kiosk.view.screen).toBe('select');
  kiosk.act('select', { type: 'resident-record' });
  kiosk.act('options', { options: { people: 'self' } });
  expect(kiosk.view).toMatchObject({ screen: 'confirm', options: { people: 'self' } });
  kiosk.act('back');
  expect(kiosk.view.screen).toBe('select');
});

test('a card that is snatched away, or broken, ends the journey with a reason', () => {
  const snatched = new SmallPanel();
  snatched.toPin();
  snatched.act('remove-card');
  snatched.typePin();
  expect(snatched.ends).toEqual(['failed pin card: removed']);
  expect(snatched.view.prompts.at(-1)?.name).toBe('card-not-read');
  const broken = new SmallPanel();
  broken.act('start');
  broken.act('agree');
  broken.act('insert-card', { resident: RESIDENT, damaged: true });
  expect(broken.ends).toEqual(['failed card-set card: unreadable']);
});

test('paper that jams: the fee comes back, or the missing pages are printed', () => {
  const refunding = new SmallPanel('refund');
  refunding.toPay();
  refunding.act('tap');
  refunding.act('stop-printer', { reason: 'media-jam' });
  expect(refunding.ends).toEqual(['failed print media-jam']);
  expect(refunding.view.journey).toMatchObject({ paidYen: 200, refundedYen: 200 });
  expect(refunding.view.devices).toMatchObject({ takingsYen: 0, printer: 'media-jam' });
  const reprinting = new SmallPanel('reprint');
  reprinting.toPay();
  reprinting.act('tap');
  reprinting.act('stop-printer', { reason: 'media-jam' });
  expect(reprinting.view).toMatchObject({ screen: 'print', pagesOut: 0 });
  reprinting.act('clear-printer');
  reprinting.wait(60_000);
  expect(reprinting.view.screen).toBe('take');
  expect(reprinting.view.journey).toMatchObject({ paidYen: 200, refundedYen: 0 });
});

test('what cannot be done now is not done', () => {
  const kiosk = new SmallPanel();
  expect(kiosk.act('insert', { yen: 100 })).toBe('not-now');
  expect(kiosk.act('insert-card', { resident: RESIDENT })).toBe('not-now');
  kiosk.act('start');
  expect(kiosk.act('confirm')).toBe('not-now');
  kiosk.act('agree');
  expect(kiosk.act('insert-card', { resident: 99_999_999 })).toBe('no-such-resident');
  expect(kiosk.view.screen).toBe('card-set');
});
