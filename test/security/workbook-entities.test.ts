/** Workbooks are XML inside: what XML can be told to fetch or to multiply is neither fetched nor multiplied. */
import { unzip, zipStored } from '../../activities/imports/wc-audit/zip-entries';
import { readAll } from '../activities/imports/wc-audit/read';
import { toWorkbook } from '../support/audit-sheet';

const HOSTS = 'localhost';
const doctypes = {
  'a file of this machine': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]>',
  'an address': '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/canary">]>',
  'a billion laughs': `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}">${[...'bcdefgh']
    .map((name, n) => `<!ENTITY ${name} "${`&${'abcdefgh'[n]};`.repeat(10)}">`)
    .join('')}<!ENTITY e "${'&h;'.repeat(10)}">]>`,
};

/** A workbook whose parts declare an entity, and whose first cell of text names it. */
async function workbookWith(doctype: string): Promise<Buffer> {
  const parts = unzip(
    await toWorkbook({
      Sheet1: [
        ['Claim #', 'Patient', 'DOI'],
        ['A-1', 'ENTITY', '2026-03-04'],
      ],
    }),
    () => true,
  );
  const entries = [...parts].map(([name, bytes]): [string, Buffer] => {
    if (!/sharedStrings|worksheets\//.test(name)) return [name, bytes];
    const xml = bytes.toString('utf8').replace(/^(<\?xml[^>]*\?>)?/, (head) => head + doctype);
    return [name, Buffer.from(xml.replaceAll('ENTITY</', '&e;</'))];
  });
  return zipStored(new Map(entries));
}

test.each(Object.entries(doctypes))(
  'B6 an entity that stands for %s is refused or stays as it is',
  async (_what, doctype) => {
    const bytes = await workbookWith(doctype);
    expect(bytes.includes('&e;')).toBe(true);
    const before = process.memoryUsage.rss();
    const read = await readAll(bytes).then(
      (table) => JSON.stringify(table),
      (error: unknown) => (error as Error).message,
    );
    expect(read).not.toContain(HOSTS);
    expect(read.length).toBeLessThan(20_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(300_000_000);
  },
);
