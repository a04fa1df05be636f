import { expect, test } from 'vitest';
import { accepted, MB, typeOf, wrongWith } from '../../lib/files';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

test('a file is what its name says, because systems name types as they like', () => {
  for (const [name, type, want] of [
    ['offer.docx', '', word],
    ['offer.docx', word, word],
    ['list.csv', 'application/vnd.ms-excel', 'text/csv'],
    ['a.zip', 'application/x-zip-compressed', 'application/zip'],
    ['IMG.JPG', 'image/jpeg', 'image/jpeg'],
    ['clip.mp4', '', 'video/mp4'],
    ['note.mp4', 'audio/mp4', 'audio/mp4'],
    ['clip.webm', '', 'video/webm'],
    ['image', 'image/png', 'image/png'],
    ['voice', 'audio/webm;codecs=opus', 'audio/webm'],
    ['readme.md', 'text/plain', 'text/plain'],
    ['run.exe', 'application/x-msdownload', 'application/x-msdownload'],
    ['a', '', ''],
  ] as const)
    expect(typeOf({ name, type }), name).toBe(want);
});

test('what cannot be sent is known before anything is uploaded', () => {
  const why = (name: string, type: string, size: number) => wrongWith({ name, type, size })?.why;
  expect(why('a.docx', '', 20 * MB)).toBeUndefined();
  expect(why('a.docx', '', 20 * MB + 1)).toBe('fileSize');
  expect(wrongWith({ name: 'a.mp3', type: 'audio/mpeg', size: 17 * MB })).toEqual({ why: 'fileSize', mb: 16 });
  for (const [name, type] of [
    ['run.exe', ''],
    ['run.bat', ''],
    ['a.pdf.exe', ''],
    ['a.svg', 'image/svg+xml'],
    ['a.html', 'text/html'],
    ['a.docm', ''],
    ['a.odt', 'application/vnd.oasis.opendocument.text'],
    ['a', 'image/avif'],
  ] as const)
    expect(why(name, type, 1), name).toBe('fileType');
  for (const [name, type] of [
    ['a.heic', ''],
    ['a.HEIF', 'image/heif'],
    ['a', 'image/heic'],
    ['IMG_1.HEIC', 'application/octet-stream'],
    ['a.hif', ''],
    ['a', 'image/heic-sequence'],
  ] as const)
    expect(why(name, type, 1), name).toBe('fileHeic');
  expect(why('IMG_1.HEIC', 'image/jpeg', 1)).toBeUndefined(); // phones turn it into one, and keep its name
});

test('pickers offer what is taken, by type and by ending, and no HEIC', () => {
  for (const one of ['image/jpeg', '.jpg', '.docx', '.xlsx', '.pptx', '.doc', '.csv', '.zip', '.txt', word])
    expect(accepted.split(',')).toContain(one);
  expect(accepted).not.toMatch(/hei[cf]|odt|exe/);
});
