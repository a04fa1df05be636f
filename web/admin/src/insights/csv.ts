// A cell that begins like a formula would be one in a spreadsheet: names come from strangers.
const cell = (value: string | number) => {
  const text = String(value).replace(/[\u2066-\u2069]/g, '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

// csv is a table as a sheet.
export const csv = (rows: (string | number)[][]): string => rows.map((row) => row.map(cell).join(',')).join('\r\n');
