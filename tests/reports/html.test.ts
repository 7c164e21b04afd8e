import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../reports/html.ts';
import type { Language } from '../../reports/words.ts';
import type { Violation } from '../../scenarios/judging/oracle.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import {
  emptyResult,
  exampleResult,
  inconclusiveResult,
  noticingResult,
  STAGE_LIST,
  wrongResult,
} from './example-result.ts';
import { type Element, elementsOf, parseMarkup, textOf } from './well-formed.ts';

function written(result: RunResult, language: Language = 'en'): string {
  return htmlReport(result, { language, stages: STAGE_LIST });
}

function pageOf(result: RunResult, language: Language = 'en'): Element {
  return parseMarkup(written(result, language));
}

function attribute(page: Element, name: string): readonly string[] {
  return elementsOf(page).flatMap(({ attributes }) => attributes.get(name) ?? []);
}

function withClass(page: Element, name: string): readonly Element[] {
  return elementsOf(page).filter(({ attributes }) =>
    (attributes.get('class') ?? '').split(' ').includes(name),
  );
}

/** The section below a heading. */
function sectionOf(page: Element, id: string): Element {
  const section = elementsOf(page, 'section').find(
    ({ attributes }) => attributes.get('aria-labelledby') === `${id}-heading`,
  );
  if (section === undefined) throw new Error(`no section ${id}`);
  return section;
}

/** Two violations, one of which tells the two sides apart, and more than are kept. */
function manyViolations(): RunResult {
  const result = wrongResult();
  const oracles = result.oracles.map((oracle, index) => {
    if (index > 0) return oracle;
    const sides = { asked: 'N7000 (豊中 太郎)', delivered: 'N9000 <script>alert(1)</script>' };
    const violations = oracle.violations.map(
      (violation): Violation => ({ ...violation, ...sides }),
    );
    return { ...oracle, violations, violationCount: 1234 };
  });
  return { ...result, oracles };
}

const RESULTS = {
  passing: exampleResult(),
  wrong: manyViolations(),
  inconclusive: inconclusiveResult(),
  empty: emptyResult(),
};

describe.each(Object.entries(RESULTS))('of a run that is %s', (_, result) => {
  describe.each(['en', 'ja'] as const)('in %s', (language) => {
    const text = written(result, language);
    const page = parseMarkup(text);

    test('is one file that asks nothing of the network and runs nothing', () => {
      expect(elementsOf(page, 'script')).toEqual([]);
      expect(elementsOf(page, 'link')).toEqual([]);
      expect(text).not.toMatch(/https?:|@import|url\((?!#)/);
      const names = elementsOf(page).flatMap(({ attributes }) => [...attributes.keys()]);
      expect(names.filter((name) => name.startsWith('on'))).toEqual([]);
      for (const address of [...attribute(page, 'href'), ...attribute(page, 'src')]) {
        expect(address).toMatch(/^(#[a-z-]+|\.\/[\w./%-]+)$/);
      }
    });

    test('is small enough to be sent by mail', () => {
      expect(Buffer.byteLength(text)).toBeLessThan(200_000);
    });

    test('has every drawing named or hidden, and every reference kept', () => {
      const ids = attribute(page, 'id');
      expect(new Set(ids).size).toBe(ids.length);
      for (const drawing of elementsOf(page, 'svg')) {
        const { attributes } = drawing;
        if (attributes.get('role') !== 'img') continue;
        const [title, description] = elementsOf(drawing);
        expect([title?.name, description?.name]).toEqual(['title', 'desc']);
        expect(title && textOf(title)).not.toBe('');
        expect(description && textOf(description)).not.toBe('');
      }
      const labels = attribute(page, 'aria-labelledby').flatMap((label) => label.split(' '));
      const referred = attribute(page, 'href').filter((address) => address.startsWith('#'));
      expect(ids).toEqual(expect.arrayContaining(labels));
      expect(ids).toEqual(expect.arrayContaining(referred.map((address) => address.slice(1))));
    });

    test('has a table for every chart', () => {
      const charts = elementsOf(page, 'figure').filter(
        (one) => elementsOf(one, 'title').length > 0,
      );
      expect(charts).toHaveLength(3);
      for (const chart of charts) expect(elementsOf(chart, 'table')).toHaveLength(1);
    });

    test('draws nothing that is no number', () => {
      expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/);
    });

    test('says its language, and the other one where it uses it', () => {
      const [root] = elementsOf(page, 'html');
      expect(root?.attributes.get('lang')).toBe(language);
      const { title } = result.setting.scenario;
      const [heading] = elementsOf(page, 'h1');
      const [other] = withClass(page, 'other');
      expect(heading && textOf(heading)).toBe(title[language]);
      expect(other?.attributes.get('lang')).toBe(language === 'en' ? 'ja' : 'en');
    });
  });
});

describe('the verdicts', () => {
  const answers = (result: RunResult) =>
    withClass(pageOf(result), 'answer').map((answer) => textOf(answer).trim());

  test('stand beside each other and do not hide each other', () => {
    expect(answers(RESULTS.passing)).toEqual(['Valid', 'All right', 'Fast enough']);
    expect(answers(RESULTS.wrong)).toEqual(['Valid', 'Errors found', 'Too slow']);
    expect(answers(RESULTS.inconclusive)).toEqual(['Not known', 'Not known', 'Not known']);
  });

  test('differ by their sign, not by colour alone', () => {
    const signs = (result: RunResult) =>
      withClass(pageOf(result), 'card').map((card) => attribute(card, 'href')[0]);
    expect(signs(RESULTS.wrong)).toEqual(['#mark-pass', '#mark-fail', '#mark-fail']);
    expect(new Set(signs(RESULTS.inconclusive))).toEqual(new Set(['#mark-inconclusive']));
  });
});

describe('what a scenario or a violation says', () => {
  test('is text, whatever it says', () => {
    const plain = elementsOf(pageOf(RESULTS.wrong)).length;
    fc.assert(
      fc.property(fc.oneof(fc.constant('"><script>alert(1)</script>'), fc.string()), (evil) => {
        const { oracles, validity, setting, endReasons } = RESULTS.wrong;
        const { scenario } = setting;
        const hurt = (violation: Violation) => ({ ...violation, kiosk: evil, message: evil });
        const result: RunResult = {
          ...RESULTS.wrong,
          oracles: oracles.map((o) => ({ ...o, violations: o.violations.map(hurt) })),
          validity: validity.map((check) => ({ ...check, message: evil })),
          endReasons: endReasons.map((end) => ({ ...end, reason: evil })),
          exit: { code: 98, reason: evil },
          setting: {
            ...setting,
            command: evil,
            target: evil,
            scenario: { ...scenario, title: { ja: evil, en: evil } },
          },
        };
        const page = pageOf(result);
        expect(elementsOf(page, 'script')).toEqual([]);
        expect(elementsOf(page)).toHaveLength(plain);
      }),
      { numRuns: 20 },
    );
  });

  test('cannot make more of a page’s name than a file below the run folder', () => {
    const pages = ['pages/a b.png', 'javascript:alert(1)', '//evil/x.png', 'a".png'].map(
      (file) => ({
        file,
        caption: file,
      }),
    );
    const page = sectionOf(pageOf({ ...RESULTS.passing, pages }), 'pages');
    expect(attribute(page, 'src')).toEqual([
      './pages/a%20b.png',
      './javascript%3Aalert(1)',
      './//evil/x.png',
      './a%22.png',
    ]);
  });
});

describe('notices', () => {
  test('are folded below the oracles, the kept ones word for word', () => {
    const oracles = sectionOf(pageOf(noticingResult()), 'oracles');
    const [folded] = elementsOf(oracles, 'details').filter((one) =>
      textOf(one).includes('quiet-error'),
    );
    expect(folded && elementsOf(folded, 'li')).toHaveLength(20);
    expect(folded && textOf(folded)).toContain('completed after an error: issue: <HTTP 503>');
    expect(folded && textOf(folded)).toContain('5 more notices');
    expect(textOf(sectionOf(pageOf(RESULTS.passing), 'oracles'))).not.toContain('Noticed by');
  });
});

describe('violations', () => {
  const oracles = sectionOf(pageOf(RESULTS.wrong), 'oracles');

  test('tell what was asked for beside what was delivered', () => {
    const [sides] = withClass(oracles, 'sides');
    expect(sides && elementsOf(sides, 'dt').map(textOf)).toEqual(['asked for', 'delivered']);
    expect(sides && elementsOf(sides, 'dd').map(textOf)).toEqual([
      'N7000 (豊中 太郎)',
      'N9000 <script>alert(1)</script>',
    ]);
  });

  test('say when and where, and how many more there are', () => {
    expect(withClass(oracles, 'place').map(textOf)).toEqual(
      Array(3).fill(expect.stringMatching(/^\d\d:\d\d:\d\d K-\d{4} · journey \d$/)),
    );
    expect(textOf(oracles)).toContain('1,231 more are counted');
  });

  test('are marked on the day', () => {
    const marks = (result: RunResult) =>
      elementsOf(sectionOf(pageOf(result), 'timeline'), 'line').filter(
        ({ attributes }) => attributes.get('class') === 'violation-line',
      ).length;
    const { buckets } = RESULTS.wrong.timeline;
    expect(marks(RESULTS.wrong)).toBe(buckets.filter(({ violations }) => violations > 0).length);
    expect(marks(RESULTS.passing)).toBe(0);
  });
});

test('a page with many pictures shows some and counts the others', () => {
  const pages = Array.from({ length: 100 }, (_, n) => ({
    file: `pages/${n}.png`,
    caption: `${n}`,
  }));
  const section = sectionOf(pageOf({ ...RESULTS.passing, pages }), 'pages');
  expect(elementsOf(section, 'img')).toHaveLength(24);
  expect(textOf(section)).toContain('76 more are in the run folder.');
});

test('an interrupted run says so before anything else', () => {
  expect(withClass(pageOf(RESULTS.inconclusive), 'interrupted')).toHaveLength(1);
  expect(withClass(pageOf(RESULTS.passing), 'interrupted')).toHaveLength(0);
});
