/** Saves all cases of a list as a CSV file, in the order and with the columns that are shown. */
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { api, unwrap } from '../../api/client';
import classes from '../filter-bar.module.css';
import { announce } from '../live-region';
import { SaveError } from '../save-error';

type Body = NonNullable<Parameters<typeof api.POST<'/cases/export', { body: never }>>[1]>['body'];

interface Props {
  readonly body: Readonly<Record<string, unknown>>;
  readonly fileName: string;
  readonly disabled: boolean;
}

export function ExportButton({ body, fileName, disabled }: Props) {
  const save = useMutation({
    mutationFn: async () => {
      const file = await unwrap(api.POST('/cases/export', { body: body as Body, parseAs: 'blob' }));
      const address = URL.createObjectURL(file as unknown as Blob);
      const link = Object.assign(document.createElement('a'), { href: address, download: fileName });
      link.click();
      URL.revokeObjectURL(address);
    },
    onSuccess: () => announce('The file is saved.'),
  });
  return (
    <>
      <button
        type="button"
        className={classes.tool}
        disabled={disabled || save.isPending}
        onClick={() => save.mutate()}
      >
        <IconDownload size={15} aria-hidden /> {save.isPending ? 'Saving' : 'CSV'}
      </button>
      <SaveError error={save.error} what="Could not save the file." />
    </>
  );
}
