import { expect, test } from 'vitest';
import { ProgressDisplay } from '../../reports/progress-display.ts';
import { textWidth } from '../../reports/text-columns.ts';
import type { Language } from '../../reports/words.ts';
import { instantMs } from '../../sim/units.ts';

const HOUR_MS = 3_600_000;
const RUN = { durationMs: 10 * HOUR_MS, originMs: instantMs('2015-06-01T06:30:00+09:00') };
const STANDING = { scenarioMs: HOUR_MS, offered: 12, ended: 11, violations: 0 };

/** A display before a sink that keeps what is written, by a clock that is set by hand. */
function displayed(sink: { isTerminal: boolean; columns?: number; language?: Language | null }) {
  const { isTerminal, columns = 200, language = 'en' } = sink;
  const written: string[] = [];
  const clock = { nowMs: 5000 };
  const display = new ProgressDisplay(
    { isTerminal, columns, write: (text) => written.push(text) },
    () => clock.nowMs,
    RUN,
    language ?? undefined,
  );
  const showAfter = (ms: number) => {
    clock.nowMs += ms;
    display.show(STANDING);
    return written.length;
  };
  return { display, written, showAfter };
}

test('a terminal is rewritten five times a second at most', () => {
  const { showAfter } = displayed({ isTerminal: true });
  const counts = [0, 199, 1, 100, 99, 1, 10_000].map(showAfter);
  expect(counts).toEqual([0, 0, 1, 1, 1, 2, 3]);
});

test('a log gets a line every ten seconds at most', () => {
  const { showAfter } = displayed({ isTerminal: false });
  const counts = [0, 200, 9799, 1, 9999, 1].map(showAfter);
  expect(counts).toEqual([0, 0, 0, 1, 1, 2]);
});

test('the line of a terminal is rewritten in place, that of a log is ended', () => {
  const terminal = displayed({ isTerminal: true });
  const log = displayed({ isTerminal: false });
  terminal.showAfter(10_000);
  log.showAfter(10_000);
  const [line = ''] = log.written;
  expect(line).toMatch(/^07:30 ▕.* 10 % {2}12 offered, .* ETA 1 min 30 s\n$/);
  expect(terminal.written).toEqual([`\r${line.trimEnd()}\u001b[K`]);
});

test.each(['en', 'ja'] as const)(
  '%s: it never fills the last column, or it would wrap',
  (language) => {
    for (let columns = 1; columns <= 120; columns++) {
      const { written, showAfter } = displayed({ isTerminal: true, columns, language });
      showAfter(1000);
      const shown = (written[0] ?? '').replace(/^\r/, '').replace('\u001b[K', '');
      expect(textWidth(shown)).toBeLessThan(columns);
      // A wide character that does not fit leaves one column more.
      if (columns < 60) expect(textWidth(shown)).toBeGreaterThanOrEqual(columns - 2);
    }
  },
);

test('a log is not cut: it has no columns', () => {
  const { written, showAfter } = displayed({ isTerminal: false, columns: 10 });
  showAfter(10_000);
  expect(written[0]).toContain('ETA');
});

test('a terminal is left clean, once; a log and an untouched terminal are let be', () => {
  const shown = displayed({ isTerminal: true });
  shown.showAfter(1000);
  shown.display.clear();
  shown.display.clear();
  expect(shown.written.slice(1)).toEqual(['\r\u001b[K']);
  const log = displayed({ isTerminal: false });
  log.showAfter(10_000);
  log.display.clear();
  expect(log.written).toHaveLength(1);
  const untouched = displayed({ isTerminal: true });
  untouched.display.clear();
  expect(untouched.written).toEqual([]);
});

test('without a language nothing is shown', () => {
  const { display, written, showAfter } = displayed({ isTerminal: true, language: null });
  showAfter(100_000);
  display.clear();
  expect(written).toEqual([]);
});
