import { expect, test } from 'vitest';
import { useApp } from './app.ts';

const app = useApp();
const TABLE = 'date\tsite\train\tnote\ttemp\n2024-05-01\tA\t1\tdry\t10\n2024-05-02\tB\t2\twet\t20\n';

test('a table with columns of text runs with the columns that are chosen, in the order chosen', async () => {
  const { page, picture, close } = await app.open();
  await page.getByTestId('open-scope').click();
  await page.getByTestId('sequence').click();
  await page.getByTestId('sequence-text').fill(TABLE);
  await page.getByTestId('sequence-use').click();
  const columns = page.getByTestId('sequence-columns');
  await columns.waitFor();
  await columns.getByRole('button', { name: 'temp' }).click();
  await expect.poll(() => page.getByTestId('sequence-use-columns').isDisabled()).toBe(true); // the model takes two
  await columns.getByRole('button', { name: 'rain' }).click();
  await picture('columns');
  await page.getByTestId('sequence-use-columns').click();
  await expect.poll(() => page.getByTestId('sequence-shape').innerText()).toMatch(/\(1, 2, 2\)/);
  const names = await page.getByTestId('sequence-dialog').locator('thead th b').allInnerTexts();
  expect(names).toEqual(['temp', 'rain']);
  await close();
});
