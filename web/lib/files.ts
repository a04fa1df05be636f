// The file types that may be sent, and their sizes: the server's table, checked before any upload.
import types from '../../shared/media/types.json';

const all: [string, { mb: number; ends: string[] }][] = Object.entries(types);
const rules = new Map(all);
export const MB = 1 << 20;

// accepted lists the types for a file picker. Phones turn their HEIC into a JPEG, because it is not listed.
export const accepted = all.flatMap(([type, { ends }]) => [type, ...ends.map((end) => '.' + end)]).join();

// typeOf is the type of a file by its name, because systems name types as they like: a table of
// values is Excel's, and an archive x-zip-compressed. A file without such a name has the type that it declares.
export function typeOf({ name, type }: { name: string; type: string }): string {
  const said = type.split(';')[0]!;
  const end = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return rules.get(said)?.ends.includes(end) ? said : (all.find(([, { ends }]) => ends.includes(end))?.[0] ?? said);
}

const heic = ({ name, type }: { name: string; type: string }) =>
  /^image\/hei[cf]/i.test(type) || /\.(hei[cf]s?|hif)$/i.test(name);

// wrongWith is why a file cannot be sent, as far as that is known here, and how many MB one of
// its type may have.
export function wrongWith(file: {
  name: string;
  type: string;
  size: number;
}): { why: 'fileType' | 'fileHeic' | 'fileSize'; mb: number } | undefined {
  const mb = rules.get(typeOf(file))?.mb ?? 0;
  const why = !mb ? (heic(file) ? 'fileHeic' : 'fileType') : file.size > mb * MB ? 'fileSize' : undefined;
  return why && { why, mb };
}

// nameOf is a file's name as the server takes it. Its ending is that of its type.
// biome-ignore lint/suspicious/noControlCharactersInRegex: this removes NULs from names
export const nameOf = (file: File) => file.name.replace(/[/\\\x00\r\n]/g, ' ').slice(-200) || 'file';

const silence = 30_000; // ms without a byte that went

// put uploads a file to the place that the server named, and tells how far it is. It is given up
// when nothing moves any more, however long all of it takes, and when it is stopped.
export function put(
  file: File,
  place: { url: string; headers: Record<string, string> },
  progress: (percent: number) => void,
  stop?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stop?.aborted) return reject(new Error('upload stopped')); // while its place was asked for
    const request = new XMLHttpRequest(); // fetch tells nothing of an upload's progress
    let timer: ReturnType<typeof setTimeout>;
    const moves = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), silence);
    };
    request.open('PUT', place.url);
    for (const [name, value] of Object.entries(place.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => {
      moves();
      if (e.lengthComputable) progress(Math.round((100 * e.loaded) / e.total));
    };
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(`upload: ${request.status}`)));
    request.onerror = request.onabort = () => reject(new Error('upload failed'));
    request.onloadend = () => clearTimeout(timer);
    stop?.addEventListener('abort', () => request.abort());
    moves();
    request.send(file);
  });
}
