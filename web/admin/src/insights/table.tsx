import { Button, Group, Table, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { download } from '../parts/download';
import { count } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { csv } from './csv';

export interface Cell {
  value: string | number; // in the sheet
  key?: string; // of the row whose first cell it is, if its value may stand there twice
  shown?: ReactNode; // on the screen
  was?: number; // in the period before
}

// Heading is a card's title with its meaning and its sheet.
export function Heading({ title, help, sheet }: { title: string; help?: string; sheet?: () => (string | number)[][] }) {
  return (
    <Group justify="space-between" align="flex-start" mb="xs" wrap="nowrap">
      <div>
        <Title order={2} size="h5">
          {title}
        </Title>
        {help && (
          <Text size="xs" c="dimmed">
            {help}
          </Text>
        )}
      </div>
      {sheet && (
        <Button
          className="unprinted"
          flex="none"
          size="compact-xs"
          variant="subtle"
          leftSection={<IconDownload size={14} />}
          onClick={() => download(`${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.csv`, csv(sheet()), 'text/csv')}
        >
          CSV
        </Button>
      )}
    </Group>
  );
}

// FigureTable shows figures in rows. The first column has their names.
export function FigureTable({ label, head, rows }: { label: string; head: string[]; rows: Cell[][] }) {
  return (
    <Sideways label={label}>
      <Table miw={100 + 66 * head.length} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {head.map((name, i) => (
              <Table.Th key={name} ta={i ? 'end' : 'start'}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row[0]?.key ?? String(row[0]?.value)}>
              {row.map((cell, i) =>
                i ? (
                  <Table.Td key={head[i]} className="at-end">
                    {cell.shown ?? cell.value}
                    {cell.was !== undefined && (
                      <Text size="xs" c="dimmed">
                        {count(cell.was)} before
                      </Text>
                    )}
                  </Table.Td>
                ) : (
                  <Table.Th key={head[i]} scope="row" fw={500}>
                    {cell.shown ?? <bdi>{cell.value}</bdi>}
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}

// AtLeast says that the rows of a dimension with very many values are not all that there is of them.
export function AtLeast() {
  return (
    <Text size="xs" c="dimmed" mt="xs">
      Some days had more values than are told apart. The rarest are among “All others”, so a row is at least what it
      says.
    </Text>
  );
}

// sheetOf is a table as it is seen, for a spreadsheet. Figures of the period before have columns of their own.
export function sheetOf(head: string[], rows: Cell[][]): (string | number)[][] {
  const compared = head.map((_, i) => rows.some((row) => row[i]?.was !== undefined));
  return [
    head.flatMap((name, i) => (compared[i] ? [name, `${name}, before`] : [name])),
    ...rows.map((row) => row.flatMap((c, i) => (compared[i] ? [c.value, c.was ?? ''] : [c.value]))),
  ];
}
