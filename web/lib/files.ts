// Which files may be sent, and up to how many bytes: the server's table
// (shared/media/types.go), asked before anything is uploaded.
const MB = 1 << 20;
export const limits: Record<string, number> = {
  'image/jpeg': 5 * MB, 'image/png': 5 * MB, 'image/webp': 5 * MB, 'image/gif': 5 * MB,
  'audio/mpeg': 16 * MB, 'audio/ogg': 16 * MB, 'audio/mp4': 16 * MB, 'audio/webm': 16 * MB,
  'video/mp4': 16 * MB, 'video/webm': 16 * MB, 'application/pdf': 16 * MB, 'text/plain': 16 * MB,
};

// put uploads a file to the place that the server named, and tells how far it is.
export function put(file: File, place: { url: string; headers: Record<string, string> }, progress: (percent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch tells nothing of an upload's progress
    request.open('PUT', place.url);
    for (const [name, value] of Object.entries(place.headers)) request.setRequestHeader(name, value);
    request.timeout = 120_000;
    request.upload.onprogress = (e) => e.lengthComputable && progress(Math.round((100 * e.loaded) / e.total));
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(`upload: ${request.status}`)));
    request.onerror = request.ontimeout = () => reject(new Error('upload failed'));
    request.send(file);
  });
}
