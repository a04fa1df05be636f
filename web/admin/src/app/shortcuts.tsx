import { Kbd, Table } from '@mantine/core';

// The keys that work, by place. The handlers are where the acts are.
const keys: [string, string][] = [
  ['g v', 'Visitors'],
  ['g i', 'Inbox'],
  ['g d', 'Flight deck'],
  ['g n', 'Insights'],
  ['g k', 'Training'],
  ['g s', 'Settings'],
  ['g p', 'Privacy'],
  ['g u', 'Usage'],
  ['j', 'Next conversation'],
  ['k', 'Previous conversation'],
  ['/', 'Search'],
  ['Ctrl K', 'Search messages and people, from every page'],
  ['r', 'Write a reply'],
  ['n', 'Write a note'],
  ['t', 'Take over'],
  ['b', 'Hand back to the bot'],
  ['e', 'Close the conversation'],
  ['Enter', 'Send, unless you turned it off under Settings, You'],
  ['Ctrl Enter', 'Send, always'],
  ['Esc', 'Leave the field'],
  ['?', 'This list'],
];

export function Shortcuts() {
  return (
    <Table>
      <Table.Tbody>
        {keys.map(([key, what]) => (
          <Table.Tr key={key}>
            <Table.Td w={120}>
              {key.split(' ').map((k) => (
                <Kbd key={k} me={4}>
                  {k}
                </Kbd>
              ))}
            </Table.Td>
            <Table.Td>{what}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
