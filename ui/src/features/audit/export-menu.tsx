/** Takes what the filter shows out of Caseclock as a file; the server writes it while the browser saves it. */
import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { AuditFilter } from './queries';

const formats = [
  { format: 'csv', label: 'CSV, for a spreadsheet' },
  { format: 'fhir', label: 'FHIR AuditEvents, one a line' },
  { format: 'ndjson', label: 'JSON, one row a line' },
] as const;

export function ExportMenu({ filter }: { filter: AuditFilter }) {
  const address = (format: string) =>
    `/api/v1/audit/export?${new URLSearchParams({ ...(filter as Record<string, string>), format }).toString()}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that the filter finds, oldest first</Menu.Label>
        {formats.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={address(format)} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
