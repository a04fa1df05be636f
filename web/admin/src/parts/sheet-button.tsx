import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Wrong } from '../settings/parts';
import { download } from './download';

interface Props {
  file: string;
  size: 'xs' | 'sm';
  fetch: () => Promise<string>;
}

// SheetButton downloads a list, as it is filtered, as a spreadsheet.
export function SheetButton({ file, size, fetch }: Props) {
  const sheet = useMutation({ mutationFn: fetch, onSuccess: (text) => download(file, text, 'text/csv') });
  return (
    <div>
      <Button
        size={size}
        variant="light"
        leftSection={<IconDownload size={16} />}
        loading={sheet.isPending}
        onClick={() => sheet.mutate()}
      >
        Download as a spreadsheet
      </Button>
      <Wrong error={sheet.error} />
    </div>
  );
}
