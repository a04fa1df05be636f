// A phone number and nothing else computes nothing, and with an apostrophe no other system would import it.
const bareNumber = /^\+[0-9]{6,15}$/;
const formula = /^["\s\p{C}\p{Z}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]/u;

// inert is a cell that starts no formula, also where a reader takes semicolons, tabs, bars or line ends for the ends of
// cells: names come from strangers. The server's sheets have the same rule.
// https://owasp.org/www-community/attacks/CSV_Injection
function inert(text: string): string {
  if (bareNumber.test(text)) return text;
  const parts = text.split(/(?<=[;|\t\r\n])/).map((part) => (formula.test(part) ? `'${part}` : part));
  return (/^[\t\r\n]/.test(text) ? "'" : '') + parts.join('');
}

const cell = (value: string | number) => {
  const text = String(value).replace(/[\u2066-\u2069]/g, ''); // marks of direction, which screens alone need
  const safe = typeof value === 'string' ? inert(text) : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

// csv is a table as a sheet.
export const csv = (rows: (string | number)[][]): string => rows.map((row) => row.map(cell).join(',')).join('\r\n');
