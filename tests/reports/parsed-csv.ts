import assert from 'node:assert/strict';

/**
 * Reads CSV by the grammar of RFC 4180 §2, strictly: CRLF after every record, as many fields as
 * the header has, quotes only around whole fields and doubled within. Throws where it is not so.
 */
export function parsedCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const records: string[][] = [];
  let fields: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
    field.lastIndex = at;
    const match = field.exec(text);
    assert(match !== null, `no field at ${at}: ${text.slice(at, at + 40)}`);
    const [whole, quoted, plain = '', end] = match;
    fields.push(quoted?.replaceAll('""', '"') ?? plain);
    at += whole.length;
    if (end !== ',') {
      records.push(fields);
      fields = [];
    }
  }
  assert.equal(fields.length, 0, 'the last record has no end');
  const [header = [], ...rows] = records;
  assert.equal(new Set(header).size, header.length, 'a name stands twice in the header');
  return rows.map((row) => {
    assert.equal(row.length, header.length, `a record of ${row.length} fields: ${row.join()}`);
    return Object.fromEntries(header.map((name, index) => [name, row[index] as string]));
  });
}
