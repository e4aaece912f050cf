/** Drops a file on the page of imports as a person does: the events a browser sends, with a file in hand. */
import type { Page } from 'playwright-core';

export async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, text]) => {
      const held = new DataTransfer();
      held.items.add(new File([text ?? ''], fileName ?? ''));
      return held;
    },
    [name, content],
  );
  const zone = page.getByRole('region', { name: 'Files to import' });
  await zone.dispatchEvent('dragenter', { dataTransfer: data });
  await zone.dispatchEvent('dragover', { dataTransfer: data });
  await zone.dispatchEvent('drop', { dataTransfer: data });
}
