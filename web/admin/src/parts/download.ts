// download hands a text over as a file. A sheet begins with a mark by which programs know its letters.
export function download(name: string, text: string, kind: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    new Blob([kind === 'text/csv' ? '\ufeff' : '', text.replace(/^\ufeff/, '')], { type: kind }),
  );
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
