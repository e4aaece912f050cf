import { Client } from 'pg';
import { startPostgres } from '../support/servers';

test('each test file gets a database of its own on the one server of the run', async () => {
  const [one, two] = await Promise.all([startPostgres(), startPostgres()]);
  expect(new URL(one.url).port).toBe(new URL(two.url).port);
  expect(one.url).not.toBe(two.url);
  const client = new Client({ connectionString: one.url });
  await client.connect();
  const { rows } = await client.query('select current_database() as name');
  await client.end();
  expect(one.url.endsWith(`/${String(rows[0].name)}`)).toBe(true);
  await one.drop();
  await two.drop();
});
