import { type Content, type Markup, markup } from './markup.ts';

export interface TableColumn {
  readonly title: string;
  /** Figures are set right-aligned, in digits of one width. */
  readonly figures?: boolean;
  /** Sentences need room. */
  readonly prose?: boolean;
}

/** A table that scrolls sideways where the page is narrow; its first column names the rows. */
export function dataTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Content[])[],
  caption: string,
): Markup {
  const head = columns.map(
    (column) => markup`<th scope="col"${classOf(column)}>${column.title}</th>`,
  );
  const body = rows.map((row) => markup`<tr>${row.map(cell(columns))}</tr>\n`);
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}

function cell(columns: readonly TableColumn[]): (content: Content, index: number) => Markup {
  return (content, index) => {
    const kind = classOf(columns[index]);
    return index === 0
      ? markup`<th scope="row"${kind}>${content}</th>`
      : markup`<td${kind}>${content}</td>`;
  };
}

function classOf(column: TableColumn | undefined): Markup | undefined {
  if (column?.figures === true) return markup` class="n"`;
  return column?.prose === true ? markup` class="prose"` : undefined;
}
