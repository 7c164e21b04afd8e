import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SourceFile } from './tidy-rules.ts';

/** Links between pages that lead nowhere: to a file or a heading that is not there. */
export function brokenLinks(pages: readonly SourceFile[]): readonly string[] {
  const headings = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]));
  return pages.flatMap((page) =>
    linksOf(page.text)
      .filter((link) => !leadsSomewhere(link, page.path, headings))
      .map((link) => `${page.path}: ${link}`),
  );
}

function leadsSomewhere(
  link: string,
  from: string,
  headings: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  if (file !== '' && !existsSync(path) && !headings.has(path)) return false;
  return anchor === undefined || headings.get(path)?.has(anchor) === true;
}

function linksOf(text: string): readonly string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** Headings as GitHub makes anchors of them. */
function anchorsOf(text: string): ReadonlySet<string> {
  return new Set(
    [...prose(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** A page without its blocks of code. */
function prose(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}
