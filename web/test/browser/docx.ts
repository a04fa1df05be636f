// A Word file with one heading and one paragraph: a zip archive whose members are stored as they are.
import { crc32 } from 'node:zlib';

const ns = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const para = (words: string, level = '') => `<w:p><w:pPr>${level}</w:pPr><w:r><w:t>${words}</w:t></w:r></w:p>`;

export function docx(heading: string, words: string): Buffer {
  const body = para(heading, '<w:outlineLvl w:val="0"/>') + para(words);
  return archive('word/document.xml', `<w:document xmlns:w="${ns}"><w:body>${body}</w:body></w:document>`);
}

// archive holds one member (APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16).
function archive(name: string, text: string): Buffer {
  const [file, data] = [Buffer.from(name), Buffer.from(text)];
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, file, data]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, Buffer.alloc(14), file]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
